package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webclient.api.ClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever answers on a unix socket, it is no target; 4.3 and later. */
class UnixSocketTest extends SignedFoundry {

  @Test
  void a_unix_socket_under_the_name_of_a_target_gets_no_token(@TempDir Path folder)
      throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    CompletableFuture<String> received;
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      received = CompletableFuture.supplyAsync(() -> answer(server));
      Http1ClientRequest request = Http1Client.builder().shareConnectionCache(false).build().get();
      // By reflection, as the version that this is compiled against has no such method
      ClientRequest.class.getMethod("address", SocketAddress.class).invoke(request, address);
      request.uri(network().plainTarget("/echo"));
      try (HttpClientResponse response = request.request()) {
        assertThat(response.status().code()).isEqualTo(204);
      }
    }
    assertThat(received.get(20, TimeUnit.SECONDS))
        .startsWith("GET /echo")
        .doesNotContainIgnoringCase("authorization");
  }

  private static String answer(ServerSocketChannel server) {
    try (SocketChannel channel = server.accept()) {
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (!new String(buffer.array(), US_ASCII).contains("\r\n\r\n")) {
        channel.read(buffer);
      }
      channel.write(ByteBuffer.wrap("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII)));
      return new String(buffer.array(), 0, buffer.position(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
