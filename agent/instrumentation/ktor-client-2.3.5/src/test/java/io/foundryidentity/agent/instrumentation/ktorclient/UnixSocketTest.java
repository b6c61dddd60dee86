package io.foundryidentity.agent.instrumentation.ktorclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ktor.client.request.HttpRequestBuilder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From 3.2 on a request may ask for a Unix domain socket, on which any program may listen. */
class UnixSocketTest extends SignedFoundry {

  @TempDir Path folder;

  @Test
  void a_program_behind_a_unix_socket_gets_no_token() throws Exception {
    Path path = folder.resolve("socket");
    HttpRequestBuilder request = get(network().plainTarget("/echo"));
    assumeTrue(KtorVersion.overUnixSocket(request, path.toString()), "this version has none");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      CompletableFuture<String> head = CompletableFuture.supplyAsync(() -> answer(server));
      assertThat(status(client(cio -> {}), request)).isEqualTo(200);
      String sent = head.get(30, TimeUnit.SECONDS).toLowerCase(Locale.ROOT);
      // Compared to booleans: a failing assertion must not print a token
      assertThat(sent.contains("placeholder-key")).isTrue();
      assertThat(sent.contains("authorization")).isFalse();
    }
    assertThat(network().authorizer().unproven()).hasSize(1);
  }

  private static String answer(ServerSocketChannel server) {
    try (SocketChannel connection = server.accept()) {
      StringBuilder head = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(1000);
      while (head.indexOf("\r\n\r\n") < 0 && connection.read(buffer) >= 0) {
        head.append(US_ASCII.decode(buffer.flip()));
        buffer.clear();
      }
      String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      connection.write(US_ASCII.encode(answer));
      return head.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
