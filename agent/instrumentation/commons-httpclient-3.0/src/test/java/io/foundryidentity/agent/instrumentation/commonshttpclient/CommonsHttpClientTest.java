package io.foundryidentity.agent.instrumentation.commonshttpclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.DetourFactory;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.ServerNameFactory;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.StubMethod;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.HttpState;
import org.apache.commons.httpclient.URI;
import org.apache.commons.httpclient.UsernamePasswordCredentials;
import org.apache.commons.httpclient.auth.AuthScope;
import org.apache.commons.httpclient.methods.ByteArrayRequestEntity;
import org.apache.commons.httpclient.methods.GetMethod;
import org.apache.commons.httpclient.methods.MultipartPostMethod;
import org.apache.commons.httpclient.methods.PostMethod;
import org.apache.commons.httpclient.protocol.Protocol;
import org.apache.commons.httpclient.protocol.ProtocolSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cases that only Commons HttpClient has. */
class CommonsHttpClientTest {

  private final HttpClient client = new HttpClient();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    SSLContext.setDefault(network.trust());
    InstrumentedJvm.instrument(new CommonsHttpClientInstrumentation());
  }

  @AfterEach
  void no_advice_failed() {
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void the_applications_headers_stay_in_their_order() throws Exception {
    GetMethod get = get();
    get.addRequestHeader("API-key", "placeholder-key");
    get.addRequestHeader("Authorization", "Bearer placeholder");
    get.addRequestHeader("X-Other", "kept");
    assertThat(client.executeMethod(get)).isEqualTo(200);
    assertThat(Arrays.toString(get.getRequestHeaders()))
        .startsWith("[API-key: placeholder-key\r\n, Authorization: Bearer placeholder\r\n, X-Other")
        .doesNotContain("eyJ");
    assertSigned(lastRequest());
  }

  @Test
  void a_method_that_adds_its_key_at_the_last_moment_sends_the_token_alone() throws Exception {
    List<String> seen = new ArrayList<>();
    GetMethod get =
        new GetMethod(network.target("/echo").toString()) {
          @Override
          protected void addRequestHeaders(HttpState state, HttpConnection connection)
              throws IOException {
            super.addRequestHeaders(state, connection);
            setRequestHeader("api-key", "placeholder-key");
            setRequestHeader("Authorization", "Bearer placeholder");
            seen.add(Arrays.toString(getRequestHeaders()));
          }
        };
    assertThat(client.executeMethod(get)).isEqualTo(200);
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0)).contains("placeholder-key").doesNotContain("eyJ");
    assertSigned(lastRequest());
  }

  @Test
  void the_wire_log_shows_what_the_application_wrote() throws Exception {
    Logger wire = Logger.getLogger("httpclient.wire.header");
    List<String> logged = new ArrayList<>();
    Handler handler = new Recorder(logged);
    wire.addHandler(handler);
    wire.setLevel(Level.ALL);
    wire.setUseParentHandlers(false);
    try {
      GetMethod get = get();
      get.addRequestHeader("Authorization", "Bearer placeholder");
      assertThat(client.executeMethod(get)).isEqualTo(200);
    } finally {
      wire.removeHandler(handler);
      wire.setLevel(null);
    }
    assertThat(String.join("\n", logged))
        .contains("Authorization: Bearer placeholder")
        .doesNotContain("eyJ");
    assertSigned(lastRequest());
  }

  @Test
  void credentials_that_the_client_sends_unasked_are_replaced() throws Exception {
    client.getParams().setAuthenticationPreemptive(true);
    client.getState().setCredentials(AuthScope.ANY, new UsernamePasswordCredentials("me", "mine"));
    assertThat(client.executeMethod(get())).isEqualTo(200);
    assertSigned(lastRequest());
  }

  @Test
  void a_virtual_host_that_names_a_target_brings_no_token() throws Exception {
    GetMethod get = new GetMethod(network.stranger("/echo").toString());
    get.getParams().setVirtualHost("localhost");
    client.executeMethod(get);
    assertThat(network.stranger().requests().get(0).host()).startsWith("localhost");
    assertThat(network.stranger().requests().get(0).header("authorization")).isNull();
  }

  @Test
  void a_virtual_host_that_names_a_stranger_takes_no_token_away() throws Exception {
    GetMethod get = get();
    get.getParams().setVirtualHost("stranger.example");
    assertThat(client.executeMethod(get)).isEqualTo(200);
    assertThat(lastRequest().host()).startsWith("stranger.example");
    assertSigned(lastRequest());
  }

  @Test
  void a_factory_that_asks_tls_for_another_server_brings_it_no_token() throws Exception {
    SSLSocketFactory other =
        ServerNameFactory.asking(CertificateAuthority.IMPOSTOR, network.simulator().certificates());
    HostConfiguration impostor = new HostConfiguration();
    impostor.setHost(
        "localhost",
        network.impostor().port(),
        new Protocol("https", (ProtocolSocketFactory) new TlsSocketsOf(other), 443));
    assertThat(client.executeMethod(impostor, withKey())).isEqualTo(200);
    assertAsWritten(network.impostor().requests());
    assertThat(network.authorizer().unproven())
        .hasSize(1)
        .allMatch(reason -> reason.contains(CertificateAuthority.IMPOSTOR));
  }

  @Test
  void a_target_behind_a_factory_of_the_applications_own_is_authorized() throws Exception {
    HostConfiguration target = new HostConfiguration();
    target.setHost(
        "localhost",
        network.foundry().port(),
        new Protocol(
            "https",
            (ProtocolSocketFactory) new TlsSocketsOf(network.trust().getSocketFactory()),
            443));
    assertThat(client.executeMethod(target, withKey())).isEqualTo(200);
    assertSigned(lastRequest());
  }

  @Test
  void a_socket_that_leads_elsewhere_brings_no_token_over_plain_http() throws Exception {
    HostConfiguration detour = new HostConfiguration();
    detour.setHost(
        "127.0.0.1",
        network.foundry().plainPort(),
        new Protocol("http", new SocketsOf(new DetourFactory(network.stranger().plainPort())), 80));
    assertThat(client.executeMethod(detour, withKey())).isEqualTo(200);
    assertAsWritten(network.stranger().requests());
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_server_that_the_client_does_not_trust_fails_as_without_the_agent() throws Exception {
    SSLContext.setDefault(trustingNobody());
    assertThatThrownBy(() -> client.executeMethod(get())).isInstanceOf(SSLException.class);
    assertThat(network.authorizer().unproven()).isEmpty();
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void a_connection_in_a_wrapper_of_the_applications_own_is_authorized() throws Exception {
    HttpConnection connection =
        new HttpConnection("localhost", network.foundry().port(), Protocol.getProtocol("https"));
    connection.open();
    assertThat(withKey().execute(new HttpState(), wrapped(connection))).isEqualTo(200);
    connection.close();
    assertSigned(lastRequest());
  }

  @Test
  void one_method_object_may_be_refused_and_repeated_in_each_of_its_calls() throws Exception {
    GetMethod get = get();
    for (int i = 0; i < 3; i++) {
      network.foundry().refuseNext(1);
      assertThat(client.executeMethod(get)).isEqualTo(200);
      get.releaseConnection();
    }
    assertThat(network.foundry().requests()).hasSize(6);
  }

  @Test
  void one_method_object_that_goes_on_to_a_stranger_shows_no_token_there() throws Exception {
    GetMethod get = get();
    assertThat(client.executeMethod(get)).isEqualTo(200);
    get.releaseConnection();
    get.setURI(new URI(network.stranger("/echo").toString(), true));
    assertThat(client.executeMethod(get)).isEqualTo(200);
    assertThat(network.stranger().requests().get(0).header("authorization")).isNull();
  }

  @Test
  void a_refusal_is_told_where_the_application_does_authentication_itself() throws Exception {
    GetMethod get = get();
    get.setDoAuthentication(false);
    network.foundry().refuseNext(1);
    assertThat(client.executeMethod(get)).isEqualTo(401);
    assertThat(client.executeMethod(get())).isEqualTo(200);
    assertThat(network.authorizer().values()).hasSize(2);
    assertSigned(lastRequest());
  }

  @Test
  void a_body_that_a_buffer_holds_is_sent_once_more() throws Exception {
    PostMethod post = new PostMethod(network.target("/echo").toString());
    post.setRequestEntity(new ByteArrayRequestEntity("a question".getBytes(UTF_8)));
    network.foundry().refuseNext(1);
    assertThat(client.executeMethod(post)).isEqualTo(200);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("a question", "a question");
  }

  @Test
  @SuppressWarnings("deprecation") // the old multipart method, which does not show its parts
  void a_body_of_unknown_nature_is_sent_once() throws Exception {
    MultipartPostMethod post = new MultipartPostMethod(network.target("/echo").toString());
    post.addParameter("question", "why");
    network.foundry().refuseNext(1);
    assertThat(client.executeMethod(post)).isEqualTo(401);
    assertThat(network.foundry().requests()).hasSize(1);
  }

  @Test
  void a_method_that_is_executed_without_a_client_is_signed() throws Exception {
    HttpConnection connection =
        new HttpConnection("localhost", network.foundry().port(), Protocol.getProtocol("https"));
    connection.open();
    GetMethod get = new GetMethod("/echo");
    assertThat(get.execute(new HttpState(), connection)).isEqualTo(200);
    connection.close();
    assertSigned(lastRequest());
  }

  @Test
  void the_failure_policy_is_asked_once_and_opens_no_connection() {
    network.authorizer().failByPolicy("no token");
    assertThatThrownBy(() -> client.executeMethod(get()))
        .isInstanceOf(IOException.class)
        .hasMessage("no token");
    assertThat(network.authorizer().questions()).hasSize(1);
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void a_class_of_version_2_is_left_as_it_is() {
    byte[] version2 =
        new ByteBuddy()
            .subclass(Object.class)
            .name("org.apache.commons.httpclient.HttpMethodBase")
            .defineMethod("writeRequestHeaders", void.class)
            .withParameters(Object.class, Object.class)
            .intercept(StubMethod.INSTANCE)
            .make()
            .getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new CommonsHttpClientInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    assertThat(
            transformer.transform(
                getClass().getClassLoader(),
                "org/apache/commons/httpclient/HttpMethodBase",
                null,
                null,
                version2))
        .isNull();
  }

  private static GetMethod withKey() {
    GetMethod get = new GetMethod("/echo");
    get.addRequestHeader("api-key", "placeholder-key");
    return get;
  }

  /** A connection that passes every call on and has no socket of its own. */
  private static HttpConnection wrapped(HttpConnection connection)
      throws ReflectiveOperationException {
    return new ByteBuddy()
        .subclass(HttpConnection.class)
        .method(isPublic().and(isDeclaredBy(HttpConnection.class)))
        .intercept(MethodCall.invokeSelf().on(connection).withAllArguments())
        .make()
        .load(CommonsHttpClientTest.class.getClassLoader())
        .getLoaded()
        .getConstructor(String.class, int.class)
        .newInstance("elsewhere.invalid", 1);
  }

  private static void assertAsWritten(List<ReceivedRequest> requests) {
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).headers().contains("authorization")).isFalse();
    assertThat(requests.get(0).header("api-key")).isEqualTo("placeholder-key");
  }

  private static SSLContext trustingNobody() throws GeneralSecurityException, IOException {
    KeyStore nobody = KeyStore.getInstance("PKCS12");
    nobody.load(null, null);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(nobody);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private GetMethod get() {
    return new GetMethod(network.target("/echo").toString());
  }

  private void assertSigned(ReceivedRequest request) {
    List<String> values = network.authorizer().values();
    assertThat(request.headers().all("authorization"))
        .containsExactly(values.get(values.size() - 1));
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private ReceivedRequest lastRequest() {
    List<ReceivedRequest> requests = network.foundry().requests();
    return requests.get(requests.size() - 1);
  }

  private static final class Recorder extends Handler {
    private final List<String> messages;

    Recorder(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord entry) {
      messages.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
