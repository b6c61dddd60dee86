package io.foundryidentity.agent.instrumentation.jettyclient10;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.fcgi.client.http.HttpClientTransportOverFCGI;
import org.junit.jupiter.api.Test;

/** A transport whose connection shows no proof; HTTP/3 has the same advice. */
class FastCgiTest {

  @Test
  void a_target_behind_fast_cgi_gets_no_token_and_one_line() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JettyClient10Instrumentation());
    HttpClient client = new HttpClient(new HttpClientTransportOverFCGI("/scripts"));
    client.start();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String target = "http://127.0.0.1:" + server.getLocalPort();
      network.alsoTarget(target);
      CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> head(server));
      Throwable unanswered = catchThrowable(() -> client.GET(target + "/echo"));
      assertThat(unanswered).isNotNull();
      assertThat(received.get(60, TimeUnit.SECONDS)).contains("/echo").doesNotContain("Bearer");
    } finally {
      client.stop();
    }
    assertThat(network.authorizer().unproven()).hasSize(1);
    assertThat(network.authorizer().failures()).isEmpty();
  }

  /** Its first bytes; the server leaves without an answer. */
  private static String head(ServerSocket server) {
    try (Socket socket = server.accept()) {
      byte[] bytes = new byte[64 * 1024];
      int read = 0;
      while (!new String(bytes, 0, read, ISO_8859_1).contains("/echo")) {
        read += socket.getInputStream().read(bytes, read, bytes.length - read);
      }
      return new String(bytes, 0, read, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
