package io.foundryidentity.agent.instrumentation.httpurlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.net.Authenticator;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlConnectionTest {

  private static Simulator simulator;
  private static TestAgent agent;
  private static String https;
  private static String http;

  @BeforeAll
  static void start() throws Exception {
    Instrumentation instrumentation = ByteBuddyAgent.install();
    simulator = Simulator.builder().start();
    https = "https://localhost:" + simulator.foundry().port();
    http = "http://127.0.0.1:" + simulator.foundry().plainPort();
    agent =
        TestAgent.install(
                instrumentation,
                new HttpUrlConnectionInstrumentation(),
                () -> simulator.identity().issue("https://cognitiveservices.azure.com"),
                Class.forName("sun.net.www.http.HttpClient"),
                Class.forName("sun.net.www.protocol.http.HttpURLConnection"))
            .target(https)
            .target(http);
    HttpsURLConnection.setDefaultSSLSocketFactory(
        simulator.certificates().sslContext().getSocketFactory());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void clear() {
    simulator.foundry().clear();
    simulator.foundry().refuseNext(0);
    simulator.stranger().clear();
    simulator.proxy().clear();
    agent.reset();
  }

  @Test
  void a_request_over_https_carries_the_token_and_no_key() throws Exception {
    assertThat(status(open(https + "/echo?a=b"))).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
    assertThat(lastRequest().headers().contains("api-key")).isFalse();
    assertThat(lastRequest().path()).isEqualTo("/echo?a=b");
  }

  @Test
  void a_direct_request_over_plain_http_to_a_loopback_target_carries_the_token() throws Exception {
    assertThat(status(open(http + "/echo"))).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
  }

  @Test
  void a_bearer_of_the_application_is_replaced_and_not_doubled() throws Exception {
    HttpURLConnection connection = open(https + "/echo");
    connection.setRequestProperty("authorization", "Bearer placeholder");
    assertThat(status(connection)).isEqualTo(200);
    assertThat(lastRequest().headers().all("authorization")).containsExactly(agent.bearer());
  }

  @Test
  void the_other_headers_keep_their_values_and_their_order() throws Exception {
    HttpURLConnection connection = open(https + "/echo");
    connection.addRequestProperty("X-Many", "one");
    connection.addRequestProperty("X-Many", "two");
    connection.setRequestProperty("X-Empty", "");
    assertThat(status(connection)).isEqualTo(200);
    assertThat(lastRequest().headers().all("x-many")).containsExactlyInAnyOrder("one", "two");
    assertThat(lastRequest().headers().contains("x-empty")).isTrue();
  }

  @Test
  void a_buffered_body_arrives_whole() throws Exception {
    HttpURLConnection connection = open(https + "/echo");
    assertThat(post(connection)).isEqualTo(200);
    assertThat(lastRequest().bodyText()).isEqualTo("hello");
  }

  @Test
  void a_body_of_fixed_length_arrives_whole() throws Exception {
    HttpURLConnection connection = open(https + "/echo");
    connection.setFixedLengthStreamingMode(5);
    assertThat(post(connection)).isEqualTo(200);
    assertThat(lastRequest().bodyText()).isEqualTo("hello");
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
  }

  @Test
  void a_chunked_body_arrives_whole() throws Exception {
    HttpURLConnection connection = open(https + "/echo");
    connection.setChunkedStreamingMode(0);
    assertThat(post(connection)).isEqualTo(200);
    assertThat(lastRequest().bodyText()).isEqualTo("hello");
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
  }

  @Test
  void a_connection_that_was_opened_first_is_signed_when_it_is_used() throws Exception {
    HttpURLConnection connection = open(https + "/echo");
    connection.connect();
    agent.renew();
    assertThat(status(connection)).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
  }

  @Test
  void the_connection_itself_keeps_its_key_and_never_shows_the_token() throws Exception {
    HttpURLConnection connection = open(http + "/echo");
    assertThat(connection.getResponseCode()).isEqualTo(200);
    connection.disconnect();
    assertThat(connection.getRequestProperties().toString())
        .contains("placeholder-key")
        .doesNotContain(agent.bearer().substring(7));
  }

  @Test
  void each_request_on_a_kept_connection_carries_the_token_of_its_own_time() throws Exception {
    assertThat(status(open(http + "/echo"))).isEqualTo(200);
    String first = agent.bearer();
    agent.renew();
    assertThat(status(open(http + "/echo"))).isEqualTo(200);
    assertThat(simulator.foundry().requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly(first, agent.bearer());
  }

  @Test
  void the_request_that_the_jdk_repeats_on_a_closed_kept_connection_is_signed() throws Exception {
    try (ClosingServer server = new ClosingServer()) {
      agent.target("http://127.0.0.1:" + server.port());
      String url = "http://127.0.0.1:" + server.port() + "/first";
      assertThat(status(open(url))).isEqualTo(200);
      assertThat(status(open(url.replace("first", "second")))).isEqualTo(200);
      assertThat(server.heads()).hasSize(3);
      assertThat(server.heads().get(1)).startsWith("GET /second ");
      assertThat(server.heads().get(2))
          .startsWith("GET /second ")
          .containsOnlyOnce("Authorization: " + agent.bearer())
          .doesNotContain("api-key");
    }
  }

  /** Between a head and its answer the thread keeps what was sent, and so the token. */
  @Test
  void a_request_without_an_answer_leaves_nothing_on_its_thread() throws Exception {
    askServerThatAnswers(
        "",
        connection ->
            assertThatThrownBy(() -> status(connection))
                .isInstanceOf(SocketTimeoutException.class));
    assertThat(status(open(https + "/echo"))).isEqualTo(200);
    assertThat(handedOver()).containsOnlyNulls();
  }

  /** Older JDKs take it for the answer, newer ones wait for another one. */
  @Test
  void an_answer_in_between_leaves_nothing_on_its_thread() throws Exception {
    askServerThatAnswers(
        "HTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n",
        connection -> {
          try {
            assertThat(status(connection)).isEqualTo(103);
          } catch (SocketTimeoutException waited) {
            assertThat(waited).hasMessageContaining("Read timed out");
          }
        });
    assertThat(handedOver()).containsOnlyNulls();
  }

  /** The answer is there before the request, and no other one comes. */
  private static void askServerThatAnswers(String answer, ThrowingConsumer<HttpURLConnection> ask)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
      agent.target("http://127.0.0.1:" + server.getLocalPort());
      HttpURLConnection connection = open("http://127.0.0.1:" + server.getLocalPort() + "/");
      connection.setReadTimeout(100);
      connection.connect();
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write(answer.getBytes(UTF_8));
        ask.accept(connection);
        byte[] start = new byte[14];
        new DataInputStream(accepted.getInputStream()).readFully(start);
        assertThat(new String(start, UTF_8)).isEqualTo("GET / HTTP/1.1");
      }
    }
  }

  private static Object[] handedOver() throws Exception {
    Class<?> bridge = Class.forName(FailurePolicyException.class.getPackageName() + ".HandedOver");
    Field ofThread = bridge.getDeclaredField("OF_THREAD");
    ofThread.setAccessible(true);
    return (Object[]) ((ThreadLocal<?>) ofThread.get(null)).get();
  }

  @Test
  void a_redirect_to_another_host_loses_the_token() throws Exception {
    String stranger = "http://127.0.0.1:" + simulator.stranger().plainPort() + "/";
    assertThat(status(open(http + "/redirect?status=302&to=" + stranger))).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
    assertThat(simulator.stranger().requests()).hasSize(1);
    assertThat(simulator.stranger().requests().get(0).headers().contains("authorization"))
        .isFalse();
  }

  @Test
  void a_redirect_to_the_same_host_is_signed_again() throws Exception {
    assertThat(status(open(https + "/redirect?status=302&to=/echo"))).isEqualTo(200);
    assertThat(simulator.foundry().requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly(agent.bearer(), agent.bearer());
  }

  @Test
  void a_redirect_to_another_protocol_is_still_not_followed() throws Exception {
    assertThat(status(open(https + "/redirect?status=302&to=" + http + "/echo"))).isEqualTo(302);
    assertThat(simulator.foundry().requests()).hasSize(1);
  }

  @Test
  void a_stranger_gets_what_the_application_wrote() throws Exception {
    assertThat(status(open("https://localhost:" + simulator.stranger().port() + "/")))
        .isEqualTo(200);
    ReceivedRequest request = simulator.stranger().requests().get(0);
    assertThat(request.header("api-key")).isEqualTo("placeholder-key");
    assertThat(request.headers().contains("authorization")).isFalse();
  }

  @Test
  void plain_http_through_a_proxy_is_never_authorized() throws Exception {
    status(open(http + "/echo", httpProxy()));
    assertThat(simulator.proxy().requests()).hasSize(1);
    assertNoToken(simulator.proxy().requests());
    assertNoToken(simulator.foundry().requests());
  }

  @Test
  void a_tunnel_is_asked_for_without_the_token_and_what_goes_through_it_is_signed()
      throws Exception {
    assertThat(status(open(https + "/echo", httpProxy()))).isEqualTo(200);
    assertThat(simulator.proxy().requests())
        .extracting(ReceivedRequest::method)
        .containsExactly("CONNECT");
    assertNoToken(simulator.proxy().requests());
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
  }

  @Test
  void plain_http_through_a_socks_proxy_is_never_signed() throws Exception {
    try (SocksProxy socks = new SocksProxy()) {
      Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", socks.port()));
      status(open(http + "/echo", proxy));
      assertThat(socks.connections()).isEqualTo(1);
      assertThat(simulator.foundry().requests()).hasSize(1);
      assertNoToken(simulator.foundry().requests());
    }
  }

  @Test
  void a_refused_request_is_sent_once_more_in_the_same_call() throws Exception {
    String refused = agent.bearer();
    simulator.foundry().refuseNext(1);
    assertThat(status(open(https + "/echo"))).isEqualTo(200);
    assertThat(agent.bearer()).isNotEqualTo(refused);
    assertThat(simulator.foundry().requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly(refused, agent.bearer());
  }

  @Test
  void a_second_refusal_in_one_call_reaches_the_application() throws Exception {
    simulator.foundry().refuseNext(2);
    assertThat(status(open(http + "/echo"))).isEqualTo(401);
    assertThat(simulator.foundry().requests()).hasSize(2);
  }

  @Test
  void the_body_that_the_jdk_keeps_is_sent_again() throws Exception {
    simulator.foundry().refuseNext(1);
    assertThat(post(open(https + "/echo"))).isEqualTo(200);
    assertThat(simulator.foundry().requests())
        .hasSize(2)
        .extracting(ReceivedRequest::bodyText)
        .containsOnly("hello");
  }

  @Test
  void a_refused_request_behind_a_tunnel_is_sent_once_more() throws Exception {
    simulator.foundry().refuseNext(1);
    assertThat(post(open(https + "/echo", httpProxy()))).isEqualTo(200);
    assertThat(simulator.foundry().requests()).hasSize(2);
    assertThat(lastRequest().bodyText()).isEqualTo("hello");
    assertThat(lastRequest().header("authorization")).isEqualTo(agent.bearer());
    assertNoToken(simulator.proxy().requests());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refused_body_that_is_streamed_ends_the_call_as_in_the_jdk_and_the_next_call_heals(
      boolean chunked) throws Exception {
    String refused = agent.bearer();
    simulator.foundry().refuseNext(1);
    HttpURLConnection connection = open(https + "/echo");
    if (chunked) {
      connection.setChunkedStreamingMode(0);
    } else {
      connection.setFixedLengthStreamingMode(5);
    }
    assertThat(post(connection)).isEqualTo(401);
    assertThatThrownBy(connection::getInputStream).isInstanceOf(HttpRetryException.class);
    assertThat(simulator.foundry().requests()).hasSize(1);
    assertThat(agent.bearer()).isNotEqualTo(refused);
    assertThat(agent.refusals).containsExactly(refused);
    assertThat(status(open(https + "/echo"))).isEqualTo(200);
  }

  @Test
  void each_refusal_is_told_once() throws Exception {
    String first = agent.bearer();
    simulator.foundry().refuseNext(2);
    assertThat(status(open(http + "/echo"))).isEqualTo(401);
    assertThat(agent.refusals).hasSize(2).doesNotHaveDuplicates().startsWith(first);
  }

  @Test
  void the_applications_authenticator_is_asked_first_and_its_retry_is_the_only_one()
      throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server = basicServer(seen, Integer.MAX_VALUE);
    agent.target("http://127.0.0.1:" + server.getAddress().getPort());
    try {
      HttpURLConnection connection =
          open("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      connection.setAuthenticator(password(1));
      String first = agent.bearer();
      assertThat(status(connection)).isEqualTo(401);
      assertThat(seen).hasSize(2).doesNotHaveDuplicates().startsWith(first);
      assertThat(agent.refusals).isEqualTo(seen);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void no_password_of_the_agents_is_kept_for_other_requests() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server = basicServer(seen, 1);
    String origin = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      agent.target(origin);
      assertThat(status(open(origin + "/"))).isEqualTo(200);
      agent.noTarget(origin);
      assertThat(status(open(origin + "/"))).isEqualTo(200);
      assertThat(seen).hasSize(3).endsWith("none");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_call_that_is_disconnected_while_another_token_is_fetched_is_not_sent_again()
      throws Exception {
    simulator.foundry().refuseNext(1);
    HttpURLConnection connection = open(https + "/echo");
    agent.onRefusal(connection::disconnect);
    assertThatThrownBy(connection::getInputStream).isInstanceOf(IOException.class);
    assertThat(simulator.foundry().requests()).hasSize(1);
    assertThat(agent.failures).isEmpty();
  }

  @Test
  void a_refusal_by_a_stranger_is_not_told() throws Exception {
    String before = agent.bearer();
    HttpServer server = basicServer(new CopyOnWriteArrayList<>(), Integer.MAX_VALUE);
    try {
      assertThat(status(open("http://127.0.0.1:" + server.getAddress().getPort() + "/")))
          .isEqualTo(401);
      assertThat(agent.bearer()).isEqualTo(before);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void the_applications_authenticator_answers_other_servers_as_before() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server = basicServer(seen, 1);
    try {
      HttpURLConnection connection =
          open("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      connection.setAuthenticator(password(Integer.MAX_VALUE));
      assertThat(status(connection)).isEqualTo(200);
      assertThat(seen).containsExactly("none", "Basic dXNlcjp3b3Jk");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void the_failure_policy_reaches_the_application_and_nothing_is_sent() throws Exception {
    agent.failWith(new FailurePolicyException("no token"));
    assertThatThrownBy(() -> status(open(https + "/echo")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no token");
    assertThat(simulator.foundry().requests()).isEmpty();
  }

  @Test
  void a_bug_of_the_agent_leaves_the_request_as_the_application_wrote_it() throws Exception {
    agent.breakWith(new IllegalStateException("bug"));
    assertThat(status(open(https + "/echo"))).isEqualTo(403);
    assertThat(lastRequest().header("api-key")).isEqualTo("placeholder-key");
    assertThat(agent.failures).hasSize(1);
  }

  @Test
  void the_advice_is_java_8_bytecode() throws Exception {
    for (Class<?> type :
        List.of(
            HttpUrlConnectionInstrumentation.class,
            WriteRequestsAdvice.class,
            ParseResponseAdvice.class,
            FollowRedirectAdvice.class)) {
      try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
        assertThat(in.readNBytes(8)[7]).as(type.getName()).isEqualTo((byte) 52);
      }
    }
  }

  private static HttpURLConnection open(String url) throws IOException {
    return open(url, Proxy.NO_PROXY);
  }

  private static HttpURLConnection open(String url, Proxy proxy) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection(proxy);
    connection.setRequestProperty("api-key", "placeholder-key");
    connection.setConnectTimeout(30_000);
    connection.setReadTimeout(30_000);
    return connection;
  }

  private static int post(HttpURLConnection connection) throws IOException {
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write("hello".getBytes(UTF_8));
    }
    return status(connection);
  }

  /** Reads the body too, so that the connection is kept for the next request. */
  private static int status(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    if (body != null) {
      body.readAllBytes();
      body.close();
    }
    return status;
  }

  private static ReceivedRequest lastRequest() {
    List<ReceivedRequest> requests = simulator.foundry().requests();
    return requests.get(requests.size() - 1);
  }

  private static void assertNoToken(List<ReceivedRequest> requests) {
    assertThat(requests)
        .allSatisfy(request -> assertThat(request.headers().contains("authorization")).isFalse());
  }

  private static Proxy httpProxy() {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", simulator.proxy().port()));
  }

  /**
   * @param times how often it answers; the JDK asks after each 401
   */
  private static Authenticator password(int times) {
    return new Authenticator() {
      private int asked;

      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return ++asked > times ? null : new PasswordAuthentication("user", "word".toCharArray());
      }
    };
  }

  /**
   * Asks for Basic authentication.
   *
   * @param refusals how many of the first requests it refuses, whatever they bring
   */
  private static HttpServer basicServer(List<String> seen, int refusals) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          seen.add(authorization == null ? "none" : authorization);
          boolean refused = seen.size() <= refusals;
          if (refused) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"test\"");
          }
          exchange.sendResponseHeaders(refused ? 401 : 200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
