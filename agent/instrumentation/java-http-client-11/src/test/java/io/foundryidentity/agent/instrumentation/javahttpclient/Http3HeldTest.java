package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.http3.Http3Front;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A request over HTTP/3 that comes before the first token. */
final class Http3HeldTest {

  /** A silent QUIC connection would be closed meanwhile. */
  @Test
  void it_has_no_connection_while_it_waits() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
    network.authorizer().holdTokens();
    HttpClient client = HttpClient.newBuilder().sslContext(network.trust()).build();
    HttpRequest request =
        HttpRequest.newBuilder(network.target("/echo")).version(Version.valueOf("HTTP_3")).build();
    try (Http3Front server =
        Http3Front.open(
            network.simulator().certificates().serverKeys(),
            network.foundry().port(),
            network.foundry().plainPort())) {
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(request, BodyHandlers.ofString());
      network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
      assertThat(server.connections()).isZero();

      network.authorizer().releaseTokens();
      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(1);
    }
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(network.foundry().requests().get(0).version()).isEqualTo("HTTP/3");
    // Compared to a boolean: a failing assertion must not print a token
    List<String> sent = network.foundry().requests().get(0).headers().all("authorization");
    assertThat(sent.equals(network.authorizer().values().subList(0, 1))).isTrue();
    assertThat(network.authorizer().failures()).isEmpty();
  }
}
