package io.foundryidentity.agent.instrumentation.tyrusclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The realtime API's handshake, over each container. */
class WebSocketTest {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-realtime";

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new TyrusClientInstrumentation());
  }

  @AfterEach
  void close() {
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void everything_that_the_advice_calls_is_there() throws Exception {
    assertThat(WovenReferences.unresolved(new TyrusClientInstrumentation())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {TestedTyrusClient.GRIZZLY, TestedTyrusClient.JDK})
  void a_handshake_is_authorized(String container) throws Exception {
    for (URI uri : List.of(network.target(REALTIME), network.plainTarget(REALTIME))) {
      assertThat(status(container, TestRequest.get(uri).with("api-key", "placeholder-key")))
          .isEqualTo(200);
    }
    assertThat(network.foundry().requests()).hasSize(2);
    for (ReceivedRequest request : network.foundry().requests()) {
      // Compared to a boolean: a failing assertion must not print a token
      assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
          .as("signed")
          .isTrue();
      assertThat(request.headers().contains("api-key")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TestedTyrusClient.GRIZZLY, TestedTyrusClient.JDK})
  void a_handshake_with_a_stranger_is_as_the_application_wrote_it(String container)
      throws Exception {
    TestRequest request =
        TestRequest.get(network.stranger(REALTIME)).with("api-key", "placeholder-key");
    assertThat(status(container, request)).isEqualTo(200);
    assertThat(network.stranger().requests()).hasSize(1);
    ReceivedRequest received = network.stranger().requests().get(0);
    assertThat(received.headers().contains("authorization")).isFalse();
    assertThat(received.headers().all("api-key")).containsExactly("placeholder-key");
  }

  /** It is followed on an I/O thread, which must not wait. */
  @ParameterizedTest
  @ValueSource(strings = {TestedTyrusClient.GRIZZLY, TestedTyrusClient.JDK})
  void a_redirect_to_a_target_does_not_wait_for_a_first_token(String container) throws Exception {
    network.authorizer().holdTokens();
    TestRequest request =
        TestRequest.get(network.otherName(TestNetwork.redirect(307, network.target("/echo"))))
            .followingRedirects();
    assertThat(status(container, request)).isEqualTo(401);
    assertThat(network.foundry().requests()).hasSize(2);
    network.authorizer().releaseTokens();
  }

  private int status(String container, TestRequest request) throws Exception {
    TestedTyrusClient client = new TestedTyrusClient(container, network.trust(), true);
    try (TestResponse response = client.send(request)) {
      return response.status();
    }
  }
}
