package io.foundryidentity.agent.instrumentation.akkahttp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.ConnectHttp;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.OutgoingConnection;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.concurrent.duration.FiniteDuration;

/** Requests that come before the first token. */
class HoldTest {

  private static final int MANY = 64;

  /** A timeout in milliseconds, in which also a busy machine makes a connection. */
  private static final int SHORTER_THAN_A_WAIT = 3_000;

  /** How an application sends a request. */
  enum Way {
    POOL,
    CONNECTION
  }

  private final Http http = Http.get(TestedSystem.ONLY);
  private TestNetwork network;
  private HttpsConnectionContext tls;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    tls = TlsContexts.trusting(network.trust());
    InstrumentedJvm.instrument(new AkkaHttpInstrumentation());
  }

  @AfterEach
  void close() throws Exception {
    http.shutdownAllConnectionPools().toCompletableFuture().get(60, SECONDS);
    assertThat(network.authorizer().failures()).isEmpty();
    assertThat(network.authorizer().questions()).noneMatch(question -> question.mayWait());
  }

  @ParameterizedTest
  @EnumSource
  void many_requests_wait_at_once_and_each_is_signed(Way way) throws Exception {
    List<CompletionStage<HttpResponse>> held = hold(way, MANY);
    network.authorizer().releaseTokens();
    for (CompletionStage<HttpResponse> one : held) {
      HttpResponse answer = one.toCompletableFuture().get(60, SECONDS);
      assertThat(answer.status().intValue()).isEqualTo(200);
      assertThat(text(answer)).contains("a question");
    }
    assertThat(requests()).hasSize(MANY).allSatisfy(this::assertSigned);
  }

  @ParameterizedTest
  @EnumSource
  void where_the_longest_wait_is_over_the_request_goes_out_as_written(Way way) throws Exception {
    CompletionStage<HttpResponse> held = hold(way, 1).get(0);
    network.authorizer().endWaits();
    assertThat(status(held)).isEqualTo(401);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  @ParameterizedTest
  @EnumSource
  void where_no_token_comes_the_request_goes_out_as_written(Way way) throws Exception {
    CompletionStage<HttpResponse> held = hold(way, 1).get(0);
    network.authorizer().giveUpTokens();
    assertThat(status(held)).isEqualTo(401);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  @ParameterizedTest
  @EnumSource
  void where_no_token_comes_the_failure_policy_applies(Way way) throws Exception {
    CompletionStage<HttpResponse> held = hold(way, 1).get(0);
    network.authorizer().giveUpTokens("no identity endpoint answers here");
    assertThatThrownBy(() -> status(held))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(FailurePolicyException.class)
        .hasMessageContaining("no identity endpoint answers here");
    assertThat(requests()).isEmpty();
  }

  @Test
  void what_the_application_cancels_or_limits_while_it_waits_is_never_sent() throws Exception {
    List<CompletionStage<HttpResponse>> held = hold(Way.POOL, 3);
    held.get(0).toCompletableFuture().cancel(true);
    CompletableFuture<HttpResponse> limited =
        held.get(1).toCompletableFuture().orTimeout(10, MILLISECONDS);
    assertThatThrownBy(() -> limited.get(60, SECONDS)).hasCauseInstanceOf(TimeoutException.class);
    network.authorizer().releaseTokens();
    assertThat(status(held.get(2))).isEqualTo(200);
    assertThat(status(send(Way.POOL))).isEqualTo(200);
    assertThat(requests()).hasSize(2).allSatisfy(this::assertSigned);
  }

  /** A connection counts the wait as idle: it is open meanwhile. */
  @Test
  void a_connection_that_ends_while_its_request_waits_never_sends_it() throws Exception {
    loadClasses();
    network.authorizer().holdTokens();
    ClientConnectionSettings impatient =
        ClientConnectionSettings.create(TestedSystem.ONLY)
            .withIdleTimeout(FiniteDuration.apply(SHORTER_THAN_A_WAIT, MILLISECONDS));
    CompletionStage<HttpResponse> held =
        Source.single(request().withUri("/echo"))
            .via(connection(impatient))
            .runWith(Sink.head(), TestedSystem.STREAMS);
    network.authorizer().whenSomebodyWaits().get(60, SECONDS);
    assertThatThrownBy(() -> status(held)).hasStackTraceContaining("idle-timeout");
    network.authorizer().releaseTokens();
    assertThat(status(send(Way.CONNECTION))).isEqualTo(200);
    assertThat(requests()).hasSize(1);
  }

  @Test
  void none_of_a_pools_timeouts_counts_the_wait() throws Exception {
    loadClasses();
    FiniteDuration shorterThanTheWait = FiniteDuration.apply(SHORTER_THAN_A_WAIT, MILLISECONDS);
    ConnectionPoolSettings settings =
        ConnectionPoolSettings.create(TestedSystem.ONLY)
            .withConnectionSettings(
                ClientConnectionSettings.create(TestedSystem.ONLY)
                    .withIdleTimeout(shorterThanTheWait)
                    .withConnectingTimeout(shorterThanTheWait));
    network.authorizer().holdTokens();
    CompletableFuture<HttpResponse> held =
        http.singleRequest(request(), tls, settings, TestedSystem.ONLY.log()).toCompletableFuture();
    network.authorizer().whenSomebodyWaits().get(60, SECONDS);
    assertThatThrownBy(() -> held.copy().get(SHORTER_THAN_A_WAIT + 500, MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    network.authorizer().releaseTokens();
    assertThat(status(held)).isEqualTo(200);
    assertThat(requests()).hasSize(1).allSatisfy(this::assertSigned);
  }

  @Test
  void requests_of_one_connection_keep_their_order() throws Exception {
    network.authorizer().holdTokens();
    List<HttpRequest> inOrder =
        IntStream.range(0, 5).mapToObj(number -> request().withUri("/echo?" + number)).toList();
    CompletionStage<List<HttpEntity.Strict>> answers =
        Source.from(inOrder)
            .via(connection())
            .mapAsync(1, answer -> answer.entity().toStrict(60_000, TestedSystem.STREAMS))
            .runWith(Sink.seq(), TestedSystem.STREAMS);
    network.authorizer().whenSomebodyWaits().get(60, SECONDS);
    assertThat(requests()).isEmpty();
    network.authorizer().releaseTokens();
    assertThat(answers.toCompletableFuture().get(60, SECONDS)).hasSize(5);
    assertThat(requests())
        .allSatisfy(this::assertSigned)
        .extracting(ReceivedRequest::path)
        .containsExactly("/echo?0", "/echo?1", "/echo?2", "/echo?3", "/echo?4");
  }

  @Test
  void a_stranger_never_waits() throws Exception {
    network.authorizer().holdTokens();
    HttpRequest stranger = request().withUri(network.stranger("/echo").toString());
    assertThat(status(http.singleRequest(stranger, tls))).isEqualTo(200);
    assertThat(network.authorizer().heldBack()).isZero();
  }

  /** So that no timeout measures how long this takes: client and server are in the same JVM. */
  private void loadClasses() throws Exception {
    HttpRequest stranger = request().withUri(network.stranger("/echo").toString());
    assertThat(status(http.singleRequest(stranger, tls))).isEqualTo(200);
  }

  private List<CompletionStage<HttpResponse>> hold(Way way, int count) throws Exception {
    network.authorizer().holdTokens();
    List<CompletionStage<HttpResponse>> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(send(way));
    }
    while (network.authorizer().heldBack() < count) {
      Thread.onSpinWait();
    }
    assertThat(requests()).isEmpty();
    return held;
  }

  private CompletionStage<HttpResponse> send(Way way) {
    if (way == Way.POOL) {
      ConnectionPoolSettings settings =
          ConnectionPoolSettings.create(TestedSystem.ONLY).withMaxOpenRequests(128);
      return http.singleRequest(request(), tls, settings, TestedSystem.ONLY.log());
    }
    return Source.single(request().withUri("/echo"))
        .via(connection())
        .runWith(Sink.head(), TestedSystem.STREAMS);
  }

  private Flow<HttpRequest, HttpResponse, CompletionStage<OutgoingConnection>> connection() {
    return connection(ClientConnectionSettings.create(TestedSystem.ONLY));
  }

  private Flow<HttpRequest, HttpResponse, CompletionStage<OutgoingConnection>> connection(
      ClientConnectionSettings settings) {
    return http.outgoingConnection(
        ConnectHttp.toHostHttps("localhost", network.foundry().port()).withCustomHttpsContext(tls),
        Optional.empty(),
        settings,
        TestedSystem.ONLY.log());
  }

  /** With a body that is streamed, and can be read once. */
  private HttpRequest request() {
    return HttpRequest.create(network.target("/echo").toString())
        .withMethod(HttpMethods.POST)
        .withEntity(
            HttpEntities.createChunked(
                ContentTypes.TEXT_PLAIN_UTF8,
                Source.fromIterator(
                    List.of(ByteString.fromString("a "), ByteString.fromString("question"))
                        ::iterator)));
  }

  private static int status(CompletionStage<HttpResponse> answer) throws Exception {
    HttpResponse response = answer.toCompletableFuture().get(60, SECONDS);
    text(response);
    return response.status().intValue();
  }

  private static String text(HttpResponse response) throws Exception {
    return response
        .entity()
        .toStrict(60_000, TestedSystem.STREAMS)
        .toCompletableFuture()
        .get(60, SECONDS)
        .getData()
        .utf8String();
  }

  private List<ReceivedRequest> requests() {
    return network.foundry().requests();
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization"))
        .hasSize(1)
        .allMatch(network.authorizer().values().get(0)::equals);
  }

  private void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().contains("authorization")).isFalse();
  }
}
