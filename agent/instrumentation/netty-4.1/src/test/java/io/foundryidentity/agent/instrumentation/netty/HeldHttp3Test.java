package io.foundryidentity.agent.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.http3.Http3Front;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client writes on a stream while its request waits for a first token. */
final class HeldHttp3Test {

  @Test
  void a_body_that_was_written_meanwhile_follows_its_head_and_ends_its_request() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    network.authorizer().holdTokens();
    String body = "0123456789".repeat(30_000);
    try (Http3Front server =
            Http3Front.open(
                network.simulator().certificates().serverKeys(),
                network.foundry().port(),
                network.foundry().plainPort());
        TestedClient client =
            NettyVersion.NEWEST_4_1.client("Http3Client", network.trust(), null)) {
      TestedClient.TestCall call =
          client.start(TestRequest.post(network.target("/echo"), body).with("api-key", "none"));
      network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(network.foundry().requests()).isEmpty();

      network.authorizer().releaseTokens();
      try (TestResponse answer = call.answer()) {
        assertThat(answer.status()).isEqualTo(200);
      }
    }
    assertThat(network.foundry().requests()).hasSize(1);
    ReceivedRequest received = network.foundry().requests().get(0);
    assertThat(received.bodyText().equals(body)).as("the whole body").isTrue();
    assertThat(received.version()).isEqualTo("HTTP/3");
    // Compared to a boolean: a failing assertion must not print a token
    String value = network.authorizer().values().get(0);
    assertThat(received.headers().all("authorization").equals(List.of(value))).isTrue();
    assertThat(received.headers().contains("api-key")).isFalse();
    assertThat(network.authorizer().failures()).isEmpty();
  }
}
