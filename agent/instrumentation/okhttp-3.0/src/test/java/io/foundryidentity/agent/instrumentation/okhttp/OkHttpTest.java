package io.foundryidentity.agent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.DetourFactory;
import io.foundryidentity.agent.instrumentation.testing.ServerNameFactory;
import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every version can do, over HTTP/1.1. */
class OkHttpTest extends SignedFoundry {

  List<Protocol> protocols() {
    return List.of(Protocol.HTTP_1_1);
  }

  @Test
  void a_request_over_https_carries_the_token_and_no_key() throws Exception {
    Response response = call(client().build(), request(https() + "/echo?a=b").build());
    assertThat(response.code()).isEqualTo(200);
    assertThat(response.protocol()).isEqualTo(protocols().get(0));
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
    assertThat(lastRequest().headers().contains("api-key")).isFalse();
    assertThat(lastRequest().path()).isEqualTo("/echo?a=b");
  }

  @Test
  void a_direct_request_over_plain_http_to_a_loopback_target_carries_the_token() throws Exception {
    OkHttpClient client = client().protocols(List.of(Protocol.HTTP_1_1)).build();
    assertThat(call(client, request(http() + "/echo").build()).code()).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
  }

  @Test
  void bearers_of_the_application_are_replaced_and_not_doubled() throws Exception {
    Request request =
        request(https() + "/echo")
            .addHeader("authorization", "Bearer one")
            .addHeader("Authorization", "Bearer two")
            .build();
    assertThat(call(client().build(), request).code()).isEqualTo(200);
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
  }

  @Test
  void a_body_arrives_whole() throws Exception {
    assertThat(call(client().build(), post("hello")).code()).isEqualTo(200);
    assertThat(lastRequest().bodyText()).isEqualTo("hello");
  }

  @Test
  void an_asynchronous_call_is_signed() throws Exception {
    assertThat(enqueue(client().build(), request(https() + "/echo").build()).get()).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
  }

  @Test
  void interceptors_never_see_the_token() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    OkHttpClient client =
        client()
            .addInterceptor(chain -> look(chain.request(), chain.proceed(chain.request()), seen))
            .addNetworkInterceptor(
                chain -> look(chain.request(), chain.proceed(chain.request()), seen))
            .build();
    Response response = call(client, request(https() + "/echo").build());
    seen.add(response.request().headers().toString());
    seen.add(response.networkResponse().request().headers().toString());
    assertThat(response.code()).isEqualTo(200);
    assertThat(String.join("\n", seen))
        .contains("placeholder-key")
        .doesNotContain(bearer().substring(7));
  }

  private static Response look(Request request, Response response, List<String> seen) {
    seen.add(request.headers().toString());
    seen.add(response.request().headers().toString());
    return response;
  }

  @Test
  void a_key_that_a_network_interceptor_adds_is_removed() throws Exception {
    OkHttpClient client =
        client()
            .addNetworkInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .header("x-api-key", "again")
                            .header("Authorization", "Bearer again")
                            .build()))
            .build();
    assertThat(call(client, request(https() + "/echo").build()).code()).isEqualTo(200);
    assertThat(lastRequest().headers().contains("x-api-key")).isFalse();
    assertThat(lastRequest().headers().all("authorization")).containsExactly(bearer());
  }

  @Test
  void an_interceptor_that_says_https_brings_no_token_to_a_connection_without_tls()
      throws Exception {
    OkHttpClient client =
        client()
            .addNetworkInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .url(chain.request().url().newBuilder().scheme("https").build())
                            .build()))
            .build();
    String url = "http://localhost:" + simulator().foundry().plainPort() + "/echo";
    assertThat(call(client, new Request.Builder().url(url).build()).code()).isEqualTo(401);
    assertThat(lastRequest().headers().contains("authorization")).isFalse();
  }

  @Test
  void the_path_that_a_network_interceptor_writes_is_the_one_that_is_judged() throws Exception {
    OkHttpClient client =
        client()
            .addNetworkInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .url(chain.request().url().newBuilder().encodedPath("/b").build())
                            .build()))
            .build();
    call(client, request(https() + "/a").build());
    assertThat(lastRequest().path()).isEqualTo("/b");
    assertThat(agent().questions())
        .isNotEmpty()
        .extracting(TestAuthorizer.Question::path)
        .containsOnly("/b");
  }

  @Test
  void a_certificate_for_another_name_brings_no_token_whatever_the_client_accepts()
      throws Exception {
    OkHttpClient client = client().hostnameVerifier((host, session) -> true).build();
    for (int i = 0; i < 2; i++) {
      assertThat(call(client, request(impostor() + "/echo").build()).code()).isEqualTo(200);
    }
    assertAsWritten(simulator().impostor().requests(), 2);
    assertThat(agent().unproven())
        .hasSize(2)
        .allMatch(reason -> reason.contains(CertificateAuthority.IMPOSTOR));
    assertThat(call(client, request(https() + "/echo").build()).code()).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
  }

  @Test
  @Tag("own-tls")
  void a_factory_that_asks_tls_for_another_server_brings_it_no_token() throws Exception {
    OkHttpClient client =
        client()
            .sslSocketFactory(
                ServerNameFactory.asking(CertificateAuthority.IMPOSTOR, simulator().certificates()),
                defaultTrust())
            .hostnameVerifier((host, session) -> true)
            .build();
    assertThat(call(client, request(impostor() + "/echo").build()).code()).isEqualTo(200);
    assertAsWritten(simulator().impostor().requests(), 1);
    assertThat(agent().unproven()).hasSize(1);
  }

  @Test
  void a_socket_that_leads_elsewhere_brings_no_token_over_plain_http() throws Exception {
    OkHttpClient client =
        plain().socketFactory(new DetourFactory(simulator().stranger().plainPort())).build();
    assertThat(call(client, request(http() + "/echo").build()).code()).isEqualTo(200);
    assertAsWritten(simulator().stranger().requests(), 1);
    assertThat(agent().unproven()).hasSize(1);
  }

  @Test
  void a_socks_proxy_of_the_jvm_gets_no_token_of_a_client_without_proxy() throws Exception {
    try (SocksProxy socks = new SocksProxy().forEverySocket()) {
      OkHttpClient client = plain().proxy(Proxy.NO_PROXY).build();
      call(client, request(http() + "/echo").build());
      assertThat(socks.connections()).isEqualTo(1);
      assertAsWritten(simulator().foundry().requests(), 1);
      assertThat(agent().unproven()).hasSize(1);
    }
  }

  @Test
  void one_request_object_on_two_connections_at_once_is_signed_on_the_proven_one_only()
      throws Exception {
    try (SocksProxy socks = new SocksProxy()) {
      OkHttpClient direct = plain().proxy(Proxy.NO_PROXY).build();
      OkHttpClient proxied = plain().proxy(proxy(Proxy.Type.SOCKS, socks.port())).build();
      Request shared = request(http() + "/echo").build();
      List<CompletableFuture<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(enqueue(i % 2 == 0 ? direct : proxied, shared));
      }
      for (CompletableFuture<Integer> call : calls) {
        call.get();
      }
      assertThat(agent().unproven()).hasSize(20);
      assertThat(simulator().foundry().requests())
          .filteredOn(request -> request.headers().contains("authorization"))
          .hasSize(20)
          .noneMatch(request -> request.headers().contains("api-key"));
    }
  }

  @Test
  void a_redirect_to_another_host_loses_the_token() throws Exception {
    String stranger = "https://localhost:" + simulator().stranger().port() + "/";
    Request request = request(https() + "/redirect?status=302&to=" + stranger).build();
    assertThat(call(client().build(), request).code()).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
    assertThat(simulator().stranger().requests()).hasSize(1);
    assertNoToken(simulator().stranger().requests());
  }

  @Test
  void each_hop_to_a_target_is_signed() throws Exception {
    Request request = request(https() + "/redirect?status=302&to=/echo").build();
    assertThat(call(client().build(), request).code()).isEqualTo(200);
    assertThat(simulator().foundry().requests())
        .extracting(hop -> hop.header("authorization"))
        .containsExactly(bearer(), bearer());
  }

  @Test
  void a_stranger_gets_what_the_application_wrote() throws Exception {
    Request request = request("https://localhost:" + simulator().stranger().port() + "/").build();
    assertThat(call(client().build(), request).code()).isEqualTo(200);
    ReceivedRequest received = simulator().stranger().requests().get(0);
    assertThat(received.header("api-key")).isEqualTo("placeholder-key");
    assertThat(received.headers().contains("authorization")).isFalse();
  }

  @Test
  void plain_http_through_a_proxy_is_never_authorized() throws Exception {
    OkHttpClient client =
        client()
            .protocols(List.of(Protocol.HTTP_1_1))
            .proxy(proxy(Proxy.Type.HTTP, simulator().proxy().port()))
            .build();
    call(client, request(http() + "/echo").build());
    assertThat(simulator().proxy().requests()).hasSize(1);
    assertNoToken(simulator().proxy().requests());
    assertNoToken(simulator().foundry().requests());
  }

  @Test
  void plain_http_through_a_socks_proxy_is_never_signed() throws Exception {
    try (SocksProxy socks = new SocksProxy()) {
      OkHttpClient client =
          client()
              .protocols(List.of(Protocol.HTTP_1_1))
              .proxy(proxy(Proxy.Type.SOCKS, socks.port()))
              .build();
      call(client, request(http() + "/echo").build());
      assertThat(socks.connections()).isEqualTo(1);
      assertThat(simulator().foundry().requests()).hasSize(1);
      assertNoToken(simulator().foundry().requests());
    }
  }

  @Test
  void a_tunnel_is_asked_for_without_the_token_and_what_goes_through_it_is_signed()
      throws Exception {
    OkHttpClient client =
        client().proxy(proxy(Proxy.Type.HTTP, simulator().proxy().port())).build();
    assertThat(call(client, request(https() + "/echo").build()).code()).isEqualTo(200);
    assertThat(simulator().proxy().requests())
        .extracting(ReceivedRequest::method)
        .containsExactly("CONNECT");
    assertNoToken(simulator().proxy().requests());
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
  }

  @Test
  void a_refused_request_is_sent_once_more_with_a_new_token() throws Exception {
    String refused = bearer();
    simulator().foundry().refuseNext(1);
    assertThat(call(client().build(), post("hello")).code()).isEqualTo(200);
    assertThat(simulator().foundry().requests())
        .extracting(hop -> hop.header("authorization"))
        .containsExactly(refused, bearer());
    assertThat(simulator().foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("hello", "hello");
  }

  @Test
  void a_request_that_is_refused_twice_stays_refused() throws Exception {
    simulator().foundry().refuseNext(2);
    assertThat(call(client().build(), post("hello")).code()).isEqualTo(401);
    assertThat(simulator().foundry().requests()).hasSize(2);
  }

  @Test
  void a_refused_asynchronous_call_is_sent_once_more() throws Exception {
    simulator().foundry().refuseNext(1);
    assertThat(enqueue(client().build(), post("hello")).get()).isEqualTo(200);
    assertThat(simulator().foundry().requests()).hasSize(2);
  }

  @Test
  void the_follow_up_of_the_applications_authenticator_stays_as_it_is() throws Exception {
    OkHttpClient client =
        client()
            .authenticator(
                (route, response) ->
                    response.priorResponse() != null
                        ? null
                        : response.request().newBuilder().header("X-Mine", "yes").build())
            .build();
    simulator().foundry().refuseNext(1);
    assertThat(call(client, request(https() + "/echo").build()).code()).isEqualTo(200);
    assertThat(simulator().foundry().requests()).hasSize(2);
    assertThat(lastRequest().header("x-mine")).isEqualTo("yes");
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
  }

  @Test
  void the_failure_policy_reaches_the_caller_and_nothing_is_sent() {
    agent().failByPolicy("no token");
    Request request = request(https() + "/echo").build();
    assertThatThrownBy(() -> call(client().build(), request))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no token");
    assertThatThrownBy(() -> enqueue(client().build(), request).get())
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("no token");
    assertThat(simulator().foundry().requests()).isEmpty();
  }

  @Test
  void a_bug_of_the_agent_leaves_the_request_as_the_application_wrote_it() throws Exception {
    agent().breakDown();
    assertThat(call(client().build(), request(https() + "/echo").build()).code()).isEqualTo(403);
    assertThat(lastRequest().header("api-key")).isEqualTo("placeholder-key");
    assertThat(agent().failures()).isNotEmpty();
  }

  @Test
  void a_shaded_copy_is_signed_too() throws Exception {
    assertThat(new ShadedOkHttp("acme.vendored.").get(https() + "/echo")).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
    assertThat(lastRequest().headers().contains("api-key")).isFalse();
  }

  @Test
  void a_shaded_copy_sends_a_refused_request_once_more() throws Exception {
    simulator().foundry().refuseNext(1);
    assertThat(new ShadedOkHttp("acme.").get(https() + "/echo")).isEqualTo(200);
    assertThat(simulator().foundry().requests()).hasSize(2);
  }

  @Test
  void the_advice_is_java_8_bytecode() throws Exception {
    for (Class<?> type : List.of(OkHttpInstrumentation.class, WriteRequestHeadersAdvice.class)) {
      try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
        assertThat(in.readNBytes(8)[7]).as(type.getName()).isEqualTo((byte) 52);
      }
    }
  }

  OkHttpClient.Builder client() {
    return new OkHttpClient.Builder()
        .protocols(
            protocols().contains(Protocol.HTTP_1_1)
                ? protocols()
                : List.of(protocols().get(0), Protocol.HTTP_1_1))
        .readTimeout(60, TimeUnit.SECONDS);
  }

  static Request.Builder request(String url) {
    return new Request.Builder().url(url).header("api-key", "placeholder-key");
  }

  @SuppressWarnings("deprecation") // the newer order of arguments is unknown to OkHttp 3
  private static Request post(String body) {
    return request(https() + "/echo")
        .post(RequestBody.create(MediaType.parse("text/plain"), body))
        .build();
  }

  /** Reads the body too, so that the connection is kept for the next request. */
  static Response call(OkHttpClient client, Request request) throws IOException {
    Response response = client.newCall(request).execute();
    response.body().string();
    return response;
  }

  private static CompletableFuture<Integer> enqueue(OkHttpClient client, Request request) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    client
        .newCall(request)
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException failure) {
                status.completeExceptionally(failure);
              }

              @Override
              public void onResponse(Call call, Response response) throws IOException {
                response.body().string();
                status.complete(response.code());
              }
            });
    return status.orTimeout(60, TimeUnit.SECONDS);
  }

  /** HTTP/1.1, as there is no HTTP/2 without TLS. */
  private OkHttpClient.Builder plain() {
    return client().protocols(List.of(Protocol.HTTP_1_1));
  }

  private static X509TrustManager defaultTrust() throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init((KeyStore) null);
    return (X509TrustManager) managers.getTrustManagers()[0];
  }

  private static void assertAsWritten(List<ReceivedRequest> requests, int count) {
    assertNoToken(requests);
    assertThat(requests)
        .extracting(request -> request.header("api-key"))
        .containsExactlyElementsOf(Collections.nCopies(count, "placeholder-key"));
  }

  private static Proxy proxy(Proxy.Type type, int port) {
    return new Proxy(type, new InetSocketAddress("127.0.0.1", port));
  }
}
