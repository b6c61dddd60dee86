package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests of asynchronous clients that come before the first token. */
class AsyncHoldTest extends SignedNetwork {

  private static final int MANY = 64;

  /** The two ways in which an asynchronous client sends over TLS. */
  enum Way {
    HTTP_1,
    HTTP_2
  }

  private PoolingAsyncClientConnectionManager pool;
  private final Set<Thread> interceptedOn = ConcurrentHashMap.newKeySet();
  private CloseableHttpAsyncClient client;

  @AfterEach
  void close() {
    client.close(CloseMode.IMMEDIATE);
    assertThat(network().authorizer().failures()).isEmpty();
    assertThat(network().authorizer().questions()).noneMatch(question -> question.mayWait());
  }

  @ParameterizedTest
  @EnumSource
  void many_requests_wait_at_once_and_each_is_signed(Way way) throws Exception {
    List<HeldAsync> held = hold(way, MANY);
    network().authorizer().releaseTokens();
    for (HeldAsync one : held) {
      assertThat(one.status.get(60, SECONDS)).isEqualTo(200);
      assertThat(one.future.get().getBody()).contains("a question");
    }
    assertThat(requests()).hasSize(MANY).allSatisfy(this::assertSigned);
  }

  @ParameterizedTest
  @EnumSource
  void where_the_longest_wait_is_over_the_request_goes_out_as_written(Way way) throws Exception {
    HeldAsync held = hold(way, 1).get(0);
    network().authorizer().endWaits();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(401);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  @ParameterizedTest
  @EnumSource
  void where_no_token_comes_the_request_goes_out_as_written(Way way) throws Exception {
    HeldAsync held = hold(way, 1).get(0);
    network().authorizer().giveUpTokens();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(401);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  @ParameterizedTest
  @EnumSource
  void where_no_token_comes_the_failure_policy_applies(Way way) throws Exception {
    HeldAsync held = hold(way, 1).get(0);
    network().authorizer().giveUpTokens("no identity endpoint answers here");
    assertThatThrownBy(() -> held.future.get(60, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("no identity endpoint answers here")
        .hasRootCauseInstanceOf(FailurePolicyException.class);
    held.released.get(60, SECONDS);
    assertThat(requests()).isEmpty();
    assertThat(network().authorizer().questions()).as("no retry").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_request_that_is_cancelled_while_it_waits_is_never_sent(Way way) throws Exception {
    List<HeldAsync> held = hold(way, 2);
    assertThat(held.get(0).future.cancel(true)).isTrue();
    held.get(0).released.get(60, SECONDS);
    assertThat(held.get(0).status).isCancelled();
    network().authorizer().releaseTokens();
    assertThat(held.get(1).status.get(60, SECONDS)).isEqualTo(200);
    assertThat(new HeldAsync(client, echo()).status.get(60, SECONDS)).isEqualTo(200);
    assertThat(requests()).hasSize(2).allSatisfy(this::assertSigned);
  }

  @ParameterizedTest
  @EnumSource
  void the_applications_own_deadline_ends_the_wait(Way way) throws Exception {
    HeldAsync held = hold(way, 1).get(0);
    assertThatThrownBy(() -> held.future.get(10, MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    held.future.cancel(true);
    network().authorizer().endWaits();
    network().authorizer().releaseTokens();
    assertThat(new HeldAsync(client, echo()).status.get(60, SECONDS)).isEqualTo(200);
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("deprecation") // the way of 5.0, which the newest still has
  void none_of_the_clients_timeouts_counts_the_wait(Way way) throws Exception {
    Timeout shorterThanTheWait = Timeout.ofMilliseconds(3_000); // A busy machine connects in it
    open(way);
    assertThat(new HeldAsync(client, network().stranger("/echo")).status.get(60, SECONDS))
        .as("what loads the classes, so that no timeout measures that")
        .isEqualTo(200);
    network().authorizer().holdTokens();
    HeldAsync held =
        new HeldAsync(
            client,
            echo(),
            RequestConfig.custom()
                .setConnectionRequestTimeout(shorterThanTheWait)
                .setConnectTimeout(shorterThanTheWait)
                .setResponseTimeout(shorterThanTheWait)
                .build());
    assertThatThrownBy(() -> held.status.get(3_500, MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    network().authorizer().releaseTokens();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(200);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertSigned);
  }

  @ParameterizedTest
  @EnumSource
  void a_hop_that_a_redirect_brings_waits_too(Way way) throws Exception {
    open(way);
    network().authorizer().holdTokens();
    HeldAsync held = new HeldAsync(client, network().otherName(TestNetwork.redirect(302, echo())));
    CompletableFuture.anyOf(network().authorizer().whenSomebodyWaits(), held.status)
        .get(60, SECONDS);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
    network().authorizer().releaseTokens();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(200);
    assertThat(requests()).hasSize(2);
    assertSigned(requests().get(1));
  }

  @ParameterizedTest
  @EnumSource
  void the_interceptors_run_on_no_thread_of_the_agents_tokens(Way way) throws Exception {
    HeldAsync held = hold(way, 1).get(0);
    network().authorizer().releaseTokens();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(200);
    assertThat(interceptedOn)
        .hasSize(1)
        .noneMatch(thread -> thread.getName().contains("test-agent"));
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_is_closed_while_it_holds_a_request_sends_nothing(Way way) throws Exception {
    HeldAsync held = hold(way, 1).get(0);
    client.close(CloseMode.IMMEDIATE);
    network().authorizer().releaseTokens();
    assertThatThrownBy(() -> held.status.get(60, SECONDS)).isInstanceOf(Exception.class);
    held.released.get(60, SECONDS);
    assertThat(requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "HTTP_1")
  void after_a_wait_the_connection_is_used_again(Way way) throws Exception {
    HeldAsync held = hold(way, 1).get(0);
    assertThat(pool.getTotalStats().getLeased()).as("no connection waits").isZero();
    network().authorizer().releaseTokens();
    held.released.get(60, SECONDS);
    new HeldAsync(client, echo()).released.get(60, SECONDS);
    assertThat(pool.getTotalStats().getAvailable() + pool.getTotalStats().getLeased()).isOne();
    assertThat(requests()).hasSize(2).allSatisfy(this::assertSigned);
  }

  @ParameterizedTest
  @EnumSource
  void a_stranger_never_waits(Way way) throws Exception {
    open(way);
    network().authorizer().holdTokens();
    HeldAsync other = new HeldAsync(client, network().stranger("/echo"));
    assertThat(other.status.get(60, SECONDS)).isEqualTo(200);
    assertThat(network().authorizer().heldBack()).isZero();
  }

  private URI echo() {
    return network().target("/echo");
  }

  @SuppressWarnings("deprecation") // the way of 5.0, which the newest still has
  private void open(Way way) {
    pool = new PoolingAsyncClientConnectionManager();
    client =
        way == Way.HTTP_2
            ? HttpAsyncClients.customHttp2()
                .setRedirectStrategy(new Trust.FollowingAll())
                .addRequestInterceptorLast((request, entity, context) -> intercept())
                .build()
            : HttpAsyncClients.custom()
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                .setConnectionManager(pool)
                .setRedirectStrategy(new Trust.FollowingAll())
                .addRequestInterceptorLast((request, entity, context) -> intercept())
                .build();
    client.start();
  }

  private void intercept() {
    interceptedOn.add(Thread.currentThread());
  }

  private List<HeldAsync> hold(Way way, int count) {
    open(way);
    network().authorizer().holdTokens();
    List<HeldAsync> held =
        IntStream.range(0, count).mapToObj(number -> new HeldAsync(client, echo())).toList();
    assertThat(network().authorizer().heldBack()).isEqualTo(count);
    assertThat(requests()).isEmpty();
    return held;
  }

  private List<ReceivedRequest> requests() {
    return network().foundry().requests();
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization"))
        .hasSize(1)
        .allMatch(value -> value.equals(network().authorizer().values().get(0)));
  }

  private void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().contains("authorization")).isFalse();
  }
}
