package io.foundryidentity.agent.instrumentation.okhttp2;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.okhttp.Authenticator;
import com.squareup.okhttp.ConnectionPool;
import com.squareup.okhttp.OkHttpClient;
import com.squareup.okhttp.Protocol;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.RequestBody;
import com.squareup.okhttp.Response;
import com.squareup.okhttp.internal.tls.OkHostnameVerifier;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.DetourFactory;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.ServerNameFactory;
import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cases that only OkHttp 2 has, on every generation of its classes; HTTP/2 with the help of
 * {@link org.eclipse.jetty.alpn.ALPN}. 2.2 speaks a draft of HTTP/2 that no server knows.
 */
class OkHttp2Test {

  private final OkHttpClient client = new OkHttpClient();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new OkHttp2Instrumentation());
    client.setSslSocketFactory(network.trust().getSocketFactory());
    client.setProtocols(List.of(Protocol.HTTP_1_1));
    // 2.2 takes a connection of the JVM's pool whatever socket factory it was made with
    client.setConnectionPool(new ConnectionPool(5, 60_000));
  }

  @Test
  void a_request_carries_the_token_and_no_key() throws Exception {
    assertThat(call(request("/echo?a=b").build()).code()).isEqualTo(200);
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
    assertThat(lastRequest().headers().contains("api-key")).isFalse();
    assertThat(lastRequest().path()).isEqualTo("/echo?a=b");
  }

  @Test
  void a_direct_request_over_plain_http_to_a_loopback_target_carries_the_token() throws Exception {
    Request request = new Request.Builder().url(network.plainTarget("/echo").toString()).build();
    assertThat(call(request).code()).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
  }

  @Test
  @Tag("http2")
  void a_request_over_http_2_carries_the_token_and_no_key() throws Exception {
    useHttp2(OkHostnameVerifier.INSTANCE);
    assertThat(call(request("/echo").build()).code()).isEqualTo(200);
    assertThat(lastRequest().version()).isEqualTo("HTTP/2");
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
    assertThat(lastRequest().headers().contains("api-key")).isFalse();
  }

  @Test
  @Tag("http2")
  void a_refused_request_over_http_2_is_sent_once_more() throws Exception {
    useHttp2(OkHostnameVerifier.INSTANCE);
    network.foundry().refuseNext(1);
    assertThat(call(post("hello")).code()).isEqualTo(200);
    assertThat(network.foundry().requests())
        .extracting(hop -> hop.header("authorization"))
        .containsExactlyElementsOf(network.authorizer().values());
  }

  @Test
  void interceptors_never_see_the_token_and_cannot_keep_a_key() throws Exception {
    List<String> seen = new ArrayList<>();
    client
        .networkInterceptors()
        .add(
            chain -> {
              Request changed = chain.request().newBuilder().header("x-api-key", "again").build();
              Response response = chain.proceed(changed);
              seen.add(chain.request().headers() + " " + response.request().headers());
              return response;
            });
    assertThat(call(request("/echo").build()).code()).isEqualTo(200);
    assertThat(seen.get(0)).contains("placeholder-key").doesNotContain(bearer().substring(7));
    assertThat(lastRequest().headers().contains("x-api-key")).isFalse();
  }

  @Test
  void an_interceptor_that_says_https_brings_no_token_to_a_connection_without_tls()
      throws Exception {
    client
        .networkInterceptors()
        .add(
            chain -> {
              String url = chain.request().urlString().replace("http://", "https://");
              return chain.proceed(chain.request().newBuilder().url(new URL(url)).build());
            });
    String url = network.targetWithoutTls("/echo").toString();
    assertThat(call(new Request.Builder().url(url).build()).code()).isEqualTo(401);
    assertThat(lastRequest().headers().contains("authorization")).isFalse();
  }

  @Test
  void the_path_that_a_network_interceptor_writes_is_the_one_that_is_judged() throws Exception {
    client
        .networkInterceptors()
        .add(
            chain -> {
              String url = chain.request().urlString().replace("/a", "/b");
              return chain.proceed(chain.request().newBuilder().url(new URL(url)).build());
            });
    call(request("/a").build());
    assertThat(lastRequest().path()).isEqualTo("/b");
    assertThat(network.authorizer().questions())
        .isNotEmpty()
        .extracting(TestAuthorizer.Question::path)
        .containsOnly("/b");
  }

  @Test
  void a_certificate_for_another_name_brings_no_token_whatever_the_client_accepts()
      throws Exception {
    client.setHostnameVerifier((host, session) -> true);
    assertImpostorGetsWhatTheApplicationWrote(2);
    assertThat(call(request("/echo").build()).code()).isEqualTo(200);
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
  }

  @Test
  @Tag("http2")
  void a_certificate_for_another_name_brings_no_token_over_http_2() throws Exception {
    useHttp2((host, session) -> true);
    assertImpostorGetsWhatTheApplicationWrote(2);
  }

  @Test
  void a_factory_that_asks_tls_for_another_server_brings_it_no_token() throws Exception {
    client.setSslSocketFactory(
        ServerNameFactory.asking(
            CertificateAuthority.IMPOSTOR, network.simulator().certificates()));
    client.setHostnameVerifier((host, session) -> true);
    assertImpostorGetsWhatTheApplicationWrote(1);
  }

  @Test
  void a_socket_that_leads_elsewhere_brings_no_token_over_plain_http() throws Exception {
    client.setSocketFactory(new DetourFactory(network.stranger().plainPort()));
    assertThat(call(plainRequest()).code()).isEqualTo(200);
    assertAsWritten(network.stranger().requests(), 1);
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_socks_proxy_of_the_jvm_gets_no_token_of_a_client_without_proxy() throws Exception {
    try (SocksProxy socks = new SocksProxy().forEverySocket()) {
      client.setProxy(Proxy.NO_PROXY);
      call(plainRequest());
      assertThat(socks.connections()).isEqualTo(1);
      assertAsWritten(network.foundry().requests(), 1);
      assertThat(network.authorizer().unproven()).hasSize(1);
    }
  }

  @Test
  void behind_a_network_interceptor_a_refused_request_is_sent_once_more() throws Exception {
    client
        .networkInterceptors()
        .add(chain -> chain.proceed(chain.request().newBuilder().header("X-Mine", "yes").build()));
    network.foundry().refuseNext(1);
    assertThat(call(post("hello")).code()).isEqualTo(200);
    assertThat(network.foundry().requests())
        .extracting(hop -> hop.header("authorization"))
        .containsExactlyElementsOf(network.authorizer().values());
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("hello", "hello");
  }

  @Test
  void the_follow_up_of_the_applications_authenticator_stays_as_it_is() throws Exception {
    client.setAuthenticator(
        new Authenticator() {
          @Override
          public Request authenticate(Proxy proxy, Response response) {
            return response.request().newBuilder().header("X-Mine", "yes").build();
          }

          @Override
          public Request authenticateProxy(Proxy proxy, Response response) {
            return null;
          }
        });
    network.foundry().refuseNext(1);
    assertThat(call(request("/echo").build()).code()).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
    assertThat(lastRequest().header("x-mine")).isEqualTo("yes");
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
  }

  @Test
  void a_class_without_the_method_is_left_as_it_is() {
    byte[] unknown =
        new ByteBuddy()
            .subclass(Object.class)
            .name("com.squareup.okhttp.internal.http.Http1xStream")
            .make()
            .getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new OkHttp2Instrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    assertThat(
            transformer.transform(
                getClass().getClassLoader(),
                "com/squareup/okhttp/internal/http/Http1xStream",
                null,
                null,
                unknown))
        .isNull();
  }

  private void useHttp2(HostnameVerifier verifier) {
    PrefaceFirst prefaceFirst = new PrefaceFirst(verifier);
    client.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
    client.setSocketFactory(prefaceFirst);
    client.setHostnameVerifier(prefaceFirst);
  }

  private void assertImpostorGetsWhatTheApplicationWrote(int times) throws IOException {
    Request request =
        new Request.Builder()
            .url(network.impostor("/echo").toString())
            .header("api-key", "placeholder-key")
            .build();
    for (int i = 0; i < times; i++) {
      assertThat(call(request).code()).isEqualTo(200);
    }
    assertAsWritten(network.impostor().requests(), times);
    assertThat(network.authorizer().unproven())
        .hasSize(times)
        .allMatch(reason -> reason.contains(CertificateAuthority.IMPOSTOR));
  }

  private static void assertAsWritten(List<ReceivedRequest> requests, int count) {
    assertThat(requests)
        .hasSize(count)
        .allSatisfy(
            request -> {
              assertThat(request.headers().contains("authorization")).isFalse();
              assertThat(request.header("api-key")).isEqualTo("placeholder-key");
            });
  }

  private Request plainRequest() {
    return new Request.Builder()
        .url(network.plainTarget("/echo").toString())
        .header("api-key", "placeholder-key")
        .build();
  }

  private Request.Builder request(String path) {
    return new Request.Builder()
        .url(network.target(path).toString())
        .header("api-key", "placeholder-key");
  }

  private Request post(String body) {
    return request("/echo").post(RequestBody.create(null, body)).build();
  }

  private Response call(Request request) throws IOException {
    Response response = client.newCall(request).execute();
    response.body().string();
    return response;
  }

  private ReceivedRequest lastRequest() {
    List<ReceivedRequest> requests = network.foundry().requests();
    return requests.get(requests.size() - 1);
  }

  private String bearer() {
    List<String> values = network.authorizer().values();
    return values.get(values.size() - 1);
  }
}
