package io.foundryidentity.agent.instrumentation.undertowclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import io.foundryidentity.simulator.ReceivedRequest;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.ChannelListeners;
import org.xnio.channels.StreamSinkChannel;

/** What is special about Undertow's client. */
@Timeout(180)
class UndertowClientTest {

  private final List<TestedUndertowClient> clients = new ArrayList<>();
  private TestNetwork network;

  /** Whether the test has looked at what was told. */
  private boolean told;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new UndertowClientInstrumentation());
  }

  @AfterEach
  void close() {
    clients.forEach(TestedUndertowClient::close);
    if (!told) {
      assertThat(network.authorizer().failures()).isEmpty();
    }
  }

  @Test
  void all_that_advice_calls_is_there() throws Exception {
    assertThat(WovenReferences.unresolved(new UndertowClientInstrumentation())).isEmpty();
  }

  /** The application asks for a tunnel itself, over a connection that it opened to the proxy. */
  @Test
  void a_connect_is_never_authorized_even_if_the_proxy_is_a_target() throws Exception {
    URI proxy = proxyAsTarget();
    TestRequest request = new TestRequest("CONNECT", proxy, List.of(), noBody(), false, null, null);
    int status =
        call(connect(proxy), request)
            .withPath("localhost:" + network.foundry().port())
            .start()
            .answer()
            .status();
    assertThat(status).isEqualTo(200);
    assertThat(network.proxy().requests()).hasSize(1);
    assertUnsigned(network.proxy().requests().get(0));
  }

  /** Whoever gets a whole URL is a proxy, whatever address the connection was opened to. */
  @Test
  void a_whole_url_is_never_authorized_even_if_the_proxy_is_a_target() throws Exception {
    URI proxy = proxyAsTarget();
    UndertowCall call =
        call(connect(proxy), TestRequest.get(proxy)).withPath(network.plainTarget("/echo") + "");
    assertThat(call.start().status()).isEqualTo(401);
    assertUnsigned(network.proxy().requests().get(0));
    assertUnsigned(network.foundry().requests().get(0));
  }

  @Test
  void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    URI proxy = URI.create("http://127.0.0.1:" + network.proxy().port());
    TestRequest request =
        TestRequest.get(network.plainTarget("/echo"))
            .with("Authorization", "Bearer placeholder")
            .with("api-key", "placeholder-key");
    call(connect(proxy), request).withPath(request.uri().toString()).start().status();
    ReceivedRequest received = network.proxy().requests().get(0);
    assertThat(received.headers().all("authorization")).containsExactly("Bearer placeholder");
    assertThat(received.headers().all("api-key")).containsExactly("placeholder-key");
  }

  /** Over a connection that is for a stranger, whatever the request calls itself. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_connection_to_a_stranger_carries_no_token_for_a_targets_request(boolean http2)
      throws Exception {
    ClientConnection connection = client(network.trust(), http2).connect(network.stranger("/"));
    assertThat(call(connection, TestRequest.get(network.target("/echo"))).start().status())
        .isEqualTo(200);
    assertThat(network.stranger().requests()).hasSize(1);
    assertUnsigned(network.stranger().requests().get(0));
  }

  /** It does not wait for ever. The client itself says only that the connection is closed. */
  @Test
  void a_handshake_that_fails_fails_the_request_to_a_target_as_any_other() throws Exception {
    TestedUndertowClient distrustful = client(SSLContext.getDefault(), false);
    Throwable toStranger = failure(distrustful, network.stranger("/echo"));
    Throwable toTarget = failure(distrustful, network.target("/echo"));
    assertThat(toStranger).isInstanceOf(IOException.class);
    assertThat(toTarget).isInstanceOf(IOException.class);
    assertThat(network.foundry().requests()).isEmpty();
  }

  /** With TLS 1.2 the application has its connection before. */
  @Test
  void a_first_stream_fails_with_its_handshake() throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    client(SSLContext.getDefault(), true)
        .withTls("TLSv1.2")
        .connect(
            network.target("/"),
            connection -> {
              UndertowCall call =
                  call(connection, TestRequest.get(network.target("/echo"))).startHere();
              CompletableFuture.runAsync(
                  () -> {
                    try {
                      status.complete(call.status());
                    } catch (IOException | InterruptedException e) {
                      status.completeExceptionally(e);
                    }
                  });
            },
            status::completeExceptionally);
    assertThat(catchThrowable(() -> status.get(60, TimeUnit.SECONDS)))
        .hasCauseInstanceOf(IOException.class);
    assertThat(network.foundry().requests()).isEmpty();
  }

  /** They wait behind the first one while its handshake goes on. */
  @Test
  void requests_that_follow_at_once_over_a_new_connection_are_authorized_in_their_order()
      throws Exception {
    ClientConnection connection = connect(network.target("/"));
    List<UndertowCall> calls = new ArrayList<>();
    for (String path : List.of("/first", "/second", "/third")) {
      calls.add(call(connection, TestRequest.get(network.target(path))).start());
    }
    for (UndertowCall call : calls) {
      assertThat(call.status()).isNotEqualTo(401);
    }
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::path)
        .containsExactly("/first", "/second", "/third");
    network.foundry().requests().forEach(this::assertSigned);
  }

  /** TLS 1.2 tells the protocol before the certificate, and the client gives it out then. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void the_first_streams_of_a_connection_wait_for_its_certificate(String tls) throws Exception {
    CompletableFuture<List<UndertowCall>> sent = new CompletableFuture<>();
    client(network.trust(), true)
        .withTls(tls)
        .connect(
            network.target("/"),
            connection ->
                sent.complete(
                    List.of("/first", "/second", "/third").stream()
                        .map(path -> call(connection, TestRequest.get(network.target(path))))
                        .map(UndertowCall::startHere)
                        .toList()),
            sent::completeExceptionally);
    for (UndertowCall call : sent.get(60, TimeUnit.SECONDS)) {
      assertThat(call.status()).isNotEqualTo(401);
    }
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::path)
        .containsExactlyInAnyOrder("/first", "/second", "/third");
    network.foundry().requests().forEach(this::assertSigned);
  }

  /** The wait for the certificate comes first, then the one for the token. */
  @Test
  void a_first_stream_waits_for_its_token_after_the_certificate() throws Exception {
    network.authorizer().holdTokens();
    CompletableFuture<UndertowCall> sent = new CompletableFuture<>();
    client(network.trust(), true)
        .withTls("TLSv1.2")
        .connect(
            network.target("/"),
            connection ->
                sent.complete(
                    call(connection, TestRequest.get(network.target("/echo"))).startHere()),
            sent::completeExceptionally);
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    network.authorizer().releaseTokens();
    assertThat(sent.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    network.foundry().requests().forEach(this::assertSigned);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_request_that_another_thread_sends_is_authorized(boolean http2) throws Exception {
    ClientConnection connection = client(network.trust(), http2).connect(network.target("/"));
    assertThat(call(connection, TestRequest.get(network.target("/echo"))).startHere().status())
        .isEqualTo(200);
    assertSigned(network.foundry().requests().get(0));
  }

  /** It was fine when the client took it in, and its turn comes later. */
  @Test
  void a_queued_request_that_the_failure_policy_ends_leaves_the_connection_as_good_as_before()
      throws Exception {
    ClientConnection connection = connect(network.target("/"));
    network.foundry().pauseStreams();
    TestRequest streamed =
        TestRequest.post(
                network.target("/openai/v1/chat/completions"),
                "{\"model\":\"gpt-4o\",\"stream\":true}")
            .with("Content-Type", "application/json");
    UndertowCall first = call(connection, streamed).start();
    assertThat(first.answer().status()).isEqualTo(200);
    UndertowCall second = call(connection, TestRequest.get(network.target("/echo"))).startHere();
    network.authorizer().failByPolicy("no identity endpoint answers here");
    network.foundry().resumeStreams();
    assertThat(catchThrowable(second::status))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no identity endpoint answers here");

    network.authorizer().recover();
    assertThat(call(connection, TestRequest.get(network.target("/echo"))).start().status())
        .isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2).allSatisfy(this::assertSigned);
  }

  /** Without the agent the client fails it with the connection, too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_request_whose_server_goes_while_its_token_is_late_fails_and_is_never_sent(boolean http2)
      throws Exception {
    TestedUndertowClient client = client(network.trust(), http2);
    ClientConnection connection = client.connect(network.target("/"));
    network.authorizer().holdTokens();
    UndertowCall held = call(connection, TestRequest.get(network.target("/echo"))).start();
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    connection.getIoThread().execute(held::cancel);
    assertThat(catchThrowable(held::status)).isInstanceOf(IOException.class);

    network.authorizer().releaseTokens();
    assertThat(
            call(client.connect(network.target("/")), TestRequest.get(network.target("/next")))
                .start()
                .status())
        .isNotEqualTo(401);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::path)
        .containsExactly("/next");
  }

  /** The client writes the length of an empty body in place of what the application said. */
  @Test
  void a_chunked_body_that_turns_out_empty_is_sent_as_such() throws Exception {
    TestRequest request =
        new TestRequest("POST", network.target("/echo"), List.of(), noBody(), false, null, null);
    int status =
        call(connect(network.target("/")), request.with("Transfer-Encoding", "chunked"))
            .whenTaken(UndertowClientTest::endBody)
            .start()
            .status();
    assertThat(status).isEqualTo(200);
    ReceivedRequest received = network.foundry().requests().get(0);
    assertSigned(received);
    assertThat(received.headers().all("content-length")).containsExactly("0");
    assertThat(received.headers().contains("transfer-encoding")).isFalse();
  }

  /** What the connection does not take at once is written when it can. */
  private static void endBody(ClientExchange exchange) {
    StreamSinkChannel body = exchange.getRequestChannel();
    try {
      body.shutdownWrites();
      if (!body.flush()) {
        body.getWriteSetter().set(ChannelListeners.flushingChannelListener(null, null));
        body.resumeWrites();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The client hands the request out again before it writes it. */
  @Test
  void a_header_that_the_application_sets_late_is_sent_and_no_credential_of_its_own()
      throws Exception {
    HttpString late = new HttpString("x-late");
    UndertowCall call =
        call(connect(network.target("/")), TestRequest.post(network.target("/echo"), "text"))
            .whenTaken(
                exchange ->
                    exchange
                        .getRequest()
                        .getRequestHeaders()
                        .put(late, "late")
                        .put(new HttpString("api-key"), "placeholder-key")
                        .put(new HttpString("Authorization"), "Bearer placeholder"));
    assertThat(call.start().status()).isEqualTo(200);
    ReceivedRequest received = network.foundry().requests().get(0);
    assertSigned(received);
    assertThat(received.headers().all("x-late")).containsExactly("late");
    assertThat(received.headers().contains("api-key")).isFalse();
  }

  /** What the application throws when it hears of a failure must not let the request go. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_callback_that_throws_at_the_failure_policy_lets_no_request_out(boolean http2)
      throws Exception {
    ClientConnection connection = client(network.trust(), http2).connect(network.target("/"));
    network.authorizer().failByPolicy("no identity endpoint answers here");
    UndertowCall failing =
        call(connection, TestRequest.get(network.target("/failed")))
            .throwing(new IllegalStateException("the application's own"))
            .start();
    assertThat(catchThrowable(failing::status)).isInstanceOf(IOException.class);
    assertGoesOn(connection);
  }

  /** The same where a request had to wait for its turn. */
  @Test
  void a_callback_that_throws_when_its_request_had_been_queued_lets_no_request_out()
      throws Exception {
    ClientConnection connection = connect(network.target("/"));
    network.foundry().pauseStreams();
    TestRequest streamed =
        TestRequest.post(
                network.target("/openai/v1/chat/completions"),
                "{\"model\":\"gpt-4o\",\"stream\":true}")
            .with("Content-Type", "application/json");
    assertThat(call(connection, streamed).start().answer().status()).isEqualTo(200);
    UndertowCall queued =
        call(connection, TestRequest.get(network.target("/failed")))
            .throwing(new IllegalStateException("the application's own"))
            .startHere();
    network.authorizer().failByPolicy("no identity endpoint answers here");
    network.foundry().resumeStreams();
    assertThat(catchThrowable(queued::status))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no identity endpoint answers here");
    assertGoesOn(connection);
  }

  /** And only the application's own failure is told. */
  private void assertGoesOn(ClientConnection connection) throws Exception {
    network.authorizer().recover();
    assertThat(call(connection, TestRequest.get(network.target("/next"))).start().status())
        .isNotEqualTo(401);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::path)
        .contains("/next")
        .doesNotContain("/failed");
    assertThat(network.authorizer().failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessage("the application's own"));
    told = true;
  }

  private URI proxyAsTarget() {
    URI proxy = URI.create("http://127.0.0.1:" + network.proxy().port());
    network.alsoTarget(proxy.toString());
    return proxy;
  }

  private static TestRequest.Body noBody() {
    return new TestRequest.Body(TestRequest.BodyKind.NONE, "");
  }

  private static Throwable failure(TestedUndertowClient client, URI uri) {
    return catchThrowable(() -> client.send(TestRequest.get(uri)).close());
  }

  private ClientConnection connect(URI uri) throws IOException {
    return client(network.trust(), false).connect(uri);
  }

  private TestedUndertowClient client(SSLContext trust, boolean http2) {
    TestedUndertowClient client = new TestedUndertowClient(trust, http2);
    clients.add(client);
    return client;
  }

  private static UndertowCall call(ClientConnection connection, TestRequest request) {
    return new UndertowCall(connection, request, () -> {});
  }

  private void assertSigned(ReceivedRequest request) {
    // Compared to a boolean: a failing assertion must not print a token
    assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
  }

  private void assertUnsigned(ReceivedRequest request) {
    assertThat(request.headers().contains("authorization")).as("authorization").isFalse();
  }
}
