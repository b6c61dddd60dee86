package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application may do with this client still works. */
final class ApplicationViewTest {

  private TestNetwork network;

  @BeforeEach
  void instrument() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
  }

  @Test
  void a_request_class_of_the_applications_own_is_signed_and_not_changed() throws Exception {
    HttpRequest own = new OwnRequest(network.target("/echo"));
    assertThat(client().send(own, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertSigned(only(network.foundry().requests()));
    assertThat(own.headers().map()).containsOnlyKeys("Authorization", "api-key");
    assertThat(own.headers().allValues("Authorization")).containsExactly("Bearer placeholder");
  }

  @Test
  void a_request_class_of_the_applications_own_is_sent_again_after_a_refusal() throws Exception {
    network.foundry().refuseNext(1);
    HttpRequest own = new OwnRequest(network.target("/echo"));
    assertThat(client().send(own, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
  }

  @Test
  void a_request_object_may_be_sent_many_times() throws Exception {
    HttpClient client = client();
    HttpRequest request = request("/echo").build();
    for (int i = 0; i < 3; i++) {
      network.foundry().refuseNext(1);
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    assertThat(network.foundry().requests()).hasSize(6);
  }

  @Test
  void cancelling_a_call_ends_it_at_the_server() throws Exception {
    network.foundry().pauseStreams();
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<HttpResponse<Void>> call =
        client()
            .sendAsync(
                request("/openai/v1/chat/completions")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"stream\":true}"))
                    .build(),
                response -> new OpenEnd(began, ended));
    assertThat(began.await(60, TimeUnit.SECONDS)).as("the first piece arrived").isTrue();
    assertThat(call.cancel(true)).isTrue();
    assertThat(ended.await(60, TimeUnit.SECONDS)).as("the exchange was aborted").isTrue();
    // The exception is wrapped or not: either end of the client's chain may be first
    assertThat(catchThrowable(call::join))
        .hasStackTraceContaining(CancellationException.class.getName());
    assertSigned(only(network.foundry().requests()));
  }

  @Test
  void policy_fail_ends_an_asynchronous_call_with_its_own_exception() {
    network.authorizer().failByPolicy("no identity endpoint answers here");
    Throwable thrown =
        catchThrowable(
            () -> client().sendAsync(request("/echo").build(), BodyHandlers.ofString()).join());
    assertThat(thrown).isInstanceOf(CompletionException.class);
    assertThat(thrown).hasRootCauseInstanceOf(FailurePolicyException.class);
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void nobody_waits_on_the_clients_selector_thread() throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(network.trust()).executor(Runnable::run).build();
    network.foundry().refuseNext(1);
    assertThat(
            client.sendAsync(request("/echo").build(), BodyHandlers.ofString()).get().statusCode())
        .isEqualTo(200);
    List<TestAuthorizer.Question> onSelector =
        network.authorizer().questions().stream()
            .filter(question -> question.thread().endsWith("SelectorManager"))
            .toList();
    assertThat(onSelector).isNotEmpty().noneMatch(TestAuthorizer.Question::mayWait);
  }

  private HttpClient client() {
    return HttpClient.newBuilder().sslContext(network.trust()).build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(network.target(path)).timeout(Duration.ofSeconds(30));
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(
            request
                .headers()
                .all("authorization")
                .equals(network.authorizer().values().subList(0, 1)))
        .as("%s carries exactly the token", request)
        .isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private static ReceivedRequest only(List<ReceivedRequest> requests) {
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  /** A class of its own, as mocks and decorators have it, not the JDK's builder's. */
  private static final class OwnRequest extends HttpRequest {
    private final URI uri;

    OwnRequest(URI uri) {
      this.uri = uri;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
      return Optional.empty();
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public Optional<Duration> timeout() {
      return Optional.empty();
    }

    @Override
    public boolean expectContinue() {
      return false;
    }

    @Override
    public URI uri() {
      return uri;
    }

    @Override
    public Optional<HttpClient.Version> version() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(
          Map.of("Authorization", List.of("Bearer placeholder"), "api-key", List.of("placeholder")),
          (name, value) -> true);
    }
  }
}
