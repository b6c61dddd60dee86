package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.ktor.client.HttpClient;
import io.ktor.client.HttpClientKt;
import io.ktor.client.engine.HttpClientEngine;
import java.net.URI;
import kotlin.Unit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An engine on another stack is authorized there, once, with that stack's instrumentation installed
 * too.
 */
abstract class OtherEngineCases extends SignedFoundry {

  private HttpClient client;

  /** The instrumentation of the engine's stack. */
  abstract ClientInstrumentation stack();

  /** Trusts the test network. */
  abstract HttpClientEngine engine();

  @BeforeEach
  void instrumentBoth() {
    InstrumentedJvm.instrument(stack());
    client =
        closed(
            HttpClientKt.HttpClient(
                engine(),
                config -> {
                  config.setExpectSuccess(false);
                  return Unit.INSTANCE;
                }));
  }

  @Test
  void it_signs_once() throws Exception {
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(1).allSatisfy(this::assertSigned);
    assertThat(network().authorizer().questions())
        .extracting(TestAuthorizer.Question::host)
        .containsOnly("localhost");
  }

  @Test
  void a_refused_request_is_sent_once_more_by_one_of_both_alone() throws Exception {
    network().foundry().refuseNext(2);
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(401);
    assertThat(network().foundry().requests()).hasSize(2);
  }

  @Test
  void a_redirect_that_ktor_follows_loses_the_token() throws Exception {
    URI redirect = network().target(TestNetwork.redirect(307, network().otherPort("/echo")));
    assertThat(status(client, get(redirect))).isEqualTo(200);
    assertSigned(network().foundry().requests().get(0));
    assertThat(network().stranger().requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }
}
