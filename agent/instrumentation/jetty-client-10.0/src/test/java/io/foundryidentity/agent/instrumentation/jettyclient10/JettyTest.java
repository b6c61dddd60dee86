package io.foundryidentity.agent.instrumentation.jettyclient10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer.Question;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.api.Connection;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.api.Response;
import org.eclipse.jetty.client.api.Result;
import org.eclipse.jetty.client.util.BufferingResponseListener;
import org.eclipse.jetty.client.util.InputStreamResponseListener;
import org.eclipse.jetty.client.util.StringRequestContent;
import org.eclipse.jetty.util.FuturePromise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The cases that only Jetty has: callers who wait or do not, and connections that an application
 * uses itself.
 */
class JettyTest {

  private TestNetwork network;
  private HttpClient client;

  @BeforeEach
  void open() throws Exception {
    network = TestNetwork.fresh();
    client = TestedJetty.client(false, network.trust());
    InstrumentedJvm.instrument(new JettyClient10Instrumentation());
    client.start();
  }

  @AfterEach
  void close() throws Exception {
    client.stop();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void all_that_the_advice_calls_is_there() throws Exception {
    assertThat(WovenReferences.unresolved(new JettyClient10Instrumentation())).isEmpty();
  }

  @Test
  void a_caller_who_waits_for_the_answer_waits_for_the_first_token_too() throws Exception {
    assertThat(post("hello").send().getStatus()).isEqualTo(200);
    assertThat(network.authorizer().questions())
        .filteredOn(Question::mayWait)
        .extracting(Question::thread)
        .isNotEmpty()
        .containsOnly(Thread.currentThread().getName());
    assertSigned(0, 0);
  }

  @Test
  void a_stream_is_waited_for_too() throws Exception {
    Request request = post("hello");
    InputStreamResponseListener stream = new InputStreamResponseListener();
    request.send(stream);
    assertThat(stream.get(60, TimeUnit.SECONDS).getStatus()).isEqualTo(200);
    assertThat(network.authorizer().questions()).filteredOn(Question::mayWait).hasSize(1);
  }

  @Test
  void a_caller_who_waits_gives_up_at_its_own_deadline_and_nothing_is_sent() throws Exception {
    network.authorizer().holdTokens();
    Request late = post("late").timeout(5, TimeUnit.SECONDS);
    assertThat(catchThrowable(late::send)).hasStackTraceContaining("TimeoutException");
    assertThat(network.authorizer().questions())
        .extracting(Question::what)
        .containsOnlyOnce("await");

    network.authorizer().releaseTokens();
    assertThat(post("hello").send().getStatus()).isEqualTo(200);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("hello");
  }

  @Test
  void a_caller_who_does_not_wait_is_never_held_up() throws Exception {
    assertThat(sendAsync(post("hello")).getResponse().getStatus()).isEqualTo(200);
    assertThat(network.authorizer().questions()).isNotEmpty().noneMatch(Question::mayWait);
    assertSigned(0, 0);
  }

  @Test
  void an_asynchronous_request_that_was_refused_is_sent_once_more() throws Exception {
    network.foundry().refuseNext(1);
    assertThat(sendAsync(post("hello")).getResponse().getStatus()).isEqualTo(200);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("hello", "hello");
    assertSigned(0, 0);
    assertSigned(1, 1);
  }

  @Test
  void a_refusal_is_healed_where_the_application_took_the_clients_handlers_away() throws Exception {
    client.getProtocolHandlers().clear();
    network.foundry().refuseNext(1);
    assertThat(post("hello").send().getStatus()).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
  }

  @Test
  void where_no_redirect_is_allowed_the_refusal_stays_and_the_next_call_heals() throws Exception {
    client.setMaxRedirects(0);
    network.foundry().refuseNext(1);
    assertThat(sendAsync(post("hello")).getResponse().getStatus()).isEqualTo(401);
    assertThat(post("hello").send().getStatus()).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
    assertSigned(1, 1);
  }

  @Test
  void the_failure_policy_ends_an_asynchronous_request_at_once() throws Exception {
    network.authorizer().failByPolicy("no identity endpoint answers here");
    Result result = sendAsync(post("hello"));
    assertThat(result.getFailure())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no identity endpoint answers here");
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void the_failure_policy_ends_a_blocking_request_at_once() {
    network.authorizer().failByPolicy("no identity endpoint answers here");
    assertThat(catchThrowable(() -> post("hello").send()))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no identity endpoint answers here");
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void a_request_that_names_a_target_brings_no_token_to_a_connection_with_a_stranger()
      throws Exception {
    FuturePromise<Connection> connected = new FuturePromise<>();
    client
        .resolveDestination(client.newRequest(network.stranger("/echo")))
        .newConnection(connected);
    try (Connection connection = connected.get(60, TimeUnit.SECONDS)) {
      Request request = post("hello");
      InputStreamResponseListener answer = new InputStreamResponseListener();
      connection.send(request, answer);
      Response response = answer.get(60, TimeUnit.SECONDS);
      assertThat(response.getStatus()).isEqualTo(200);
    }
    assertThat(network.stranger().requests()).hasSize(1);
    ReceivedRequest received = network.stranger().requests().get(0);
    assertThat(received.headers().contains("authorization")).isFalse();
    assertThat(received.header("api-key")).isEqualTo("placeholder-key");
  }

  private Request post(String body) {
    Request request = client.newRequest(network.target("/echo")).method("POST");
    request.headers(headers -> headers.add("api-key", "placeholder-key"));
    request.body(new StringRequestContent(body));
    return request;
  }

  private static Result sendAsync(Request request) throws Exception {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    request.send(
        new BufferingResponseListener() {
          @Override
          public void onComplete(Result result) {
            answer.complete(result);
          }
        });
    return answer.get(60, TimeUnit.SECONDS);
  }

  private void assertSigned(int request, int token) {
    ReceivedRequest received = network.foundry().requests().get(request);
    String value = network.authorizer().values().get(token);
    assertThat(received.headers().all("authorization").equals(List.of(value)))
        .as("%s carries token %s", received, token)
        .isTrue();
    assertThat(received.headers().contains("api-key")).isFalse();
  }
}
