package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.impl.client.LaxRedirectStrategy;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.impl.nio.reactor.DefaultConnectingIOReactor;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.nio.conn.NoopIOSessionStrategy;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that come before the first token. */
class HoldTest {

  private static final int MANY = 64;

  /** The clients with an exchange for each request. */
  enum Kind {
    USUAL,
    MINIMAL
  }

  private final TestNetwork network = TestNetwork.fresh();
  private PoolingNHttpClientConnectionManager pool;
  private CloseableHttpAsyncClient client;

  @BeforeEach
  void instrument() {
    InstrumentedJvm.instrument(new ApacheHttpAsyncClient4Instrumentation());
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    assertThat(network.authorizer().failures()).isEmpty();
    assertThat(network.authorizer().questions()).noneMatch(question -> question.mayWait());
  }

  @ParameterizedTest
  @EnumSource
  void many_requests_wait_at_once_and_each_is_signed(Kind kind) throws Exception {
    List<Held> held = hold(kind, MANY);
    network.authorizer().releaseTokens();
    for (Held one : held) {
      assertThat(one.status.get(60, SECONDS)).isEqualTo(200);
      assertThat(one.body()).contains("a question");
    }
    assertThat(requests()).hasSize(MANY).allSatisfy(this::assertSigned);
  }

  @ParameterizedTest
  @EnumSource
  void where_the_longest_wait_is_over_the_request_goes_out_as_written(Kind kind) throws Exception {
    Held held = hold(kind, 1).get(0);
    network.authorizer().endWaits();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(401);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  @ParameterizedTest
  @EnumSource
  void where_no_token_comes_the_request_goes_out_as_written(Kind kind) throws Exception {
    Held held = hold(kind, 1).get(0);
    network.authorizer().giveUpTokens();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(401);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  /** The minimal client of 4.1.5 never completes the future of a request that fails. */
  @Test
  void where_no_token_comes_the_failure_policy_applies() throws Exception {
    Held held = hold(Kind.USUAL, 1).get(0);
    network.authorizer().giveUpTokens("no identity endpoint answers here");
    assertThatThrownBy(() -> held.future.get(60, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(FailurePolicyException.class)
        .hasMessageContaining("no identity endpoint answers here");
    assertThat(requests()).isEmpty();
    assertThat(network.authorizer().questions()).as("no retry").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_request_that_is_cancelled_while_it_waits_is_never_sent(Kind kind) throws Exception {
    List<Held> held = hold(kind, 3);
    held.get(0).future.cancel(true);
    assertThat(held.get(0).status).isCancelled();
    held.get(1).request.abort();
    assertThat(held.get(1).status).isCancelled();
    network.authorizer().releaseTokens();
    assertThat(held.get(2).status.get(60, SECONDS)).isEqualTo(200);
    assertThat(new Held(client, echo()).status.get(60, SECONDS)).isEqualTo(200);
    assertThat(requests()).hasSize(2).allSatisfy(this::assertSigned);
    assertThat(pool.getTotalStats().getPending()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void the_applications_own_deadline_ends_the_wait(Kind kind) throws Exception {
    Held held = hold(kind, 1).get(0);
    assertThatThrownBy(() -> held.future.get(10, MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    held.future.cancel(true);
    network.authorizer().endWaits();
    network.authorizer().releaseTokens();
    assertThat(new Held(client, echo()).status.get(60, SECONDS)).isEqualTo(200);
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void none_of_the_clients_timeouts_counts_the_wait(Kind kind) throws Exception {
    int shorterThanTheWait = 3_000; // A busy machine makes a connection in it
    open(kind);
    assertThat(new Held(client, network.stranger("/echo")).status.get(60, SECONDS))
        .as("what loads the classes, so that no timeout measures that")
        .isEqualTo(200);
    network.authorizer().holdTokens();
    Held held =
        new Held(
            client,
            echo(),
            RequestConfig.custom()
                .setConnectionRequestTimeout(shorterThanTheWait)
                .setConnectTimeout(shorterThanTheWait)
                .setSocketTimeout(shorterThanTheWait)
                .build());
    assertThatThrownBy(() -> held.status.get(shorterThanTheWait + 500, MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    network.authorizer().releaseTokens();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(200);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertSigned);
  }

  @Test
  void a_hop_that_a_redirect_brings_waits_too() throws Exception {
    open(Kind.USUAL);
    network.authorizer().holdTokens();
    HttpGet request = new HttpGet(network.otherName(TestNetwork.redirect(302, echo())));
    Future<HttpResponse> answer = client.execute(request, null);
    network.authorizer().whenSomebodyWaits().get(60, SECONDS);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
    network.authorizer().releaseTokens();
    assertThat(answer.get(60, SECONDS).getStatusLine().getStatusCode()).isEqualTo(200);
    assertThat(requests()).hasSize(2);
    assertSigned(requests().get(1));
  }

  @Test
  void a_client_that_is_closed_while_it_holds_a_request_sends_nothing() throws Exception {
    Held held = hold(Kind.USUAL, 1).get(0);
    client.close();
    network.authorizer().releaseTokens();
    assertThatThrownBy(() -> held.future.get(60, SECONDS)).isInstanceOf(ExecutionException.class);
    assertThat(requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void after_a_wait_the_connection_is_used_again(Kind kind) throws Exception {
    Held held = hold(kind, 1).get(0);
    assertThat(pool.getTotalStats().getLeased()).as("no connection waits").isZero();
    network.authorizer().releaseTokens();
    assertThat(held.status.get(60, SECONDS)).isEqualTo(200);
    assertThat(new Held(client, echo()).status.get(60, SECONDS)).isEqualTo(200);
    assertThat(pool.getTotalStats().getAvailable() + pool.getTotalStats().getLeased()).isOne();
    assertThat(requests()).hasSize(2).allSatisfy(this::assertSigned);
  }

  @ParameterizedTest
  @EnumSource
  void a_stranger_never_waits(Kind kind) throws Exception {
    open(kind);
    network.authorizer().holdTokens();
    HttpGet other = new HttpGet(network.stranger("/echo"));
    assertThat(client.execute(other, null).get(60, SECONDS).getStatusLine().getStatusCode())
        .isEqualTo(200);
    assertThat(network.authorizer().heldBack()).isZero();
  }

  private URI echo() {
    return network.target("/echo");
  }

  private void open(Kind kind) throws Exception {
    Registry<SchemeIOSessionStrategy> schemes =
        RegistryBuilder.<SchemeIOSessionStrategy>create()
            .register("https", new SSLIOSessionStrategy(network.trust()))
            .register("http", NoopIOSessionStrategy.INSTANCE)
            .build();
    pool =
        new PoolingNHttpClientConnectionManager(
            new DefaultConnectingIOReactor(IOReactorConfig.DEFAULT), schemes);
    pool.setDefaultMaxPerRoute(MANY);
    pool.setMaxTotal(MANY);
    client =
        kind == Kind.MINIMAL
            ? HttpAsyncClients.createMinimal(pool)
            : HttpAsyncClients.custom()
                .setConnectionManager(pool)
                .setRedirectStrategy(new LaxRedirectStrategy())
                .build();
    client.start();
  }

  private List<Held> hold(Kind kind, int count) throws Exception {
    open(kind);
    network.authorizer().holdTokens();
    List<Held> held =
        IntStream.range(0, count).mapToObj(number -> new Held(client, echo())).toList();
    assertThat(network.authorizer().heldBack()).isEqualTo(count);
    assertThat(requests()).isEmpty();
    return held;
  }

  private List<ReceivedRequest> requests() {
    return network.foundry().requests();
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization"))
        .hasSize(1)
        .allMatch(value -> value.equals(network.authorizer().values().get(0)));
  }

  private void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().contains("authorization")).isFalse();
  }
}
