package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.javahttpclient.JavaHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway in a JVM with the agent, which signs what the JDK's client sends as well. */
class InstrumentedClientTest {

  private OpenGateway open;

  @BeforeEach
  void instrument() throws IOException {
    // Over HTTP/2, as only then the JDK's client is used
    open = new OpenGateway(Limits.separating(0));
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
  }

  @AfterEach
  void close() throws IOException {
    open.close();
  }

  @Test
  void one_token_goes_out() throws IOException {
    assertThat(open.ask(open.post("/echo", "once")).status()).isEqualTo(200);
    assertThat(open.network.authorizer().questions())
        .filteredOn(question -> question.what().equals("authorize"))
        .as("asked by both")
        .hasSize(2);
    assertThat(open.network.foundry().requests())
        .singleElement()
        .extracting(request -> request.headers().all("Authorization"))
        .isEqualTo(open.network.authorizer().values());
  }

  @Test
  void a_refused_request_is_sent_once_more_and_not_twice() throws IOException {
    open.network.foundry().refuseNext(1);
    assertThat(open.ask(open.post("/echo", "again")).status()).isEqualTo(200);
    assertThat(open.network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("again", "again");
  }

  @Test
  void a_request_without_a_body_too() throws IOException {
    open.network.foundry().refuseNext(5);
    assertThat(open.ask(open.get("/openai/v1/models")).status()).isEqualTo(401);
    assertThat(open.network.foundry().requests())
        .extracting(ReceivedRequest::method)
        .isEqualTo(List.of("GET", "GET"));
  }

  @Test
  void without_a_token_nothing_goes_out() throws IOException {
    open.network.authorizer().haveNoToken();
    assertThat(open.ask(open.post("/echo", "once")).status()).isEqualTo(503);
    assertThat(open.network.foundry().requests()).isEmpty();
  }
}
