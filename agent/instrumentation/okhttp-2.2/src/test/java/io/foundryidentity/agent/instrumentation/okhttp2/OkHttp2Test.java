package io.foundryidentity.agent.instrumentation.okhttp2;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.okhttp.Authenticator;
import com.squareup.okhttp.OkHttpClient;
import com.squareup.okhttp.Protocol;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.RequestBody;
import com.squareup.okhttp.Response;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is OkHttp 2's own, on every generation of its classes; HTTP/2 with the help of {@link
 * org.eclipse.jetty.alpn.ALPN}. 2.2 speaks a draft of it that no server knows.
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
    client.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
    assertThat(call(request("/echo").build()).code()).isEqualTo(200);
    assertThat(lastRequest().version()).isEqualTo("HTTP/2");
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
    assertThat(lastRequest().headers().contains("api-key")).isFalse();
  }

  @Test
  @Tag("http2")
  void a_refused_request_over_http_2_is_sent_once_more() throws Exception {
    client.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
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
