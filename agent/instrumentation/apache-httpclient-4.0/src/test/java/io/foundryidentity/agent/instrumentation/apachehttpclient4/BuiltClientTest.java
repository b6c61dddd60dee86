package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.HeaderLog;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpVersion;
import org.apache.http.ProtocolException;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.params.ClientPNames;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cases that only this client has: several ways to send, and contexts that name the host. */
class BuiltClientTest {

  private final TestNetwork network = TestNetwork.fresh();

  @BeforeEach
  void instrument() {
    InstrumentedJvm.instrument(new ApacheHttpClient4Instrumentation());
  }

  @Test
  void a_virtual_host_that_names_a_stranger_takes_no_token_away() throws Exception {
    try (CloseableHttpClient client = client()) {
      HttpGet request = new HttpGet(network.target("/echo"));
      assertThat(send(client, virtually(request, "stranger.example"), context())).isEqualTo(200);
    }
    assertThat(foundry(0).host()).startsWith("stranger.example");
    assertSigned(foundry(0));
  }

  @Test
  void a_virtual_host_that_names_a_target_brings_no_token() throws Exception {
    try (CloseableHttpClient client = client()) {
      HttpGet request = new HttpGet(network.otherName("/echo"));
      assertThat(send(client, virtually(request, "localhost"), context())).isEqualTo(401);
    }
    assertThat(foundry(0).host()).isEqualTo("localhost:" + network.foundry().port());
    assertThat(foundry(0).headers().contains("authorization")).isFalse();
  }

  @SuppressWarnings("deprecation") // the only way to a virtual host
  private static HttpUriRequest virtually(HttpGet request, String host) {
    request.getParams().setParameter(ClientPNames.VIRTUAL_HOST, new HttpHost(host));
    return request;
  }

  @Test
  void an_https_without_tls_gets_no_token() throws Exception {
    PoolingHttpClientConnectionManager plain =
        new PoolingHttpClientConnectionManager(
            RegistryBuilder.<ConnectionSocketFactory>create()
                .register("https", PlainConnectionSocketFactory.getSocketFactory())
                .build());
    HttpHost target = new HttpHost("localhost", network.foundry().plainPort(), "https");
    HttpRequest request = new BasicHttpRequest("GET", "/echo", HttpVersion.HTTP_1_1);
    try (CloseableHttpClient client = HttpClients.custom().setConnectionManager(plain).build();
        CloseableHttpResponse response = client.execute(target, request)) {
      assertThat(response.getStatusLine().getStatusCode()).isEqualTo(401);
    }
    assertThat(foundry(0).headers().contains("authorization")).isFalse();
  }

  @Test
  void the_clients_header_log_shows_no_token() throws Exception {
    HeaderLog.LINES.clear();
    try (CloseableHttpClient client = client()) {
      assertThat(send(client, new HttpGet(network.target("/echo")), context())).isEqualTo(200);
    }
    assertThat(HeaderLog.LINES).anyMatch(line -> line.endsWith("Authorization: Bearer ..."));
    assertThat(HeaderLog.LINES).noneMatch(line -> line.contains("Bearer eyJ"));
  }

  @Test
  void a_context_that_names_a_target_brings_no_token_to_a_stranger() throws Exception {
    HttpHost target = new HttpHost("localhost", network.foundry().port(), "https");
    HttpClientBuilder builder =
        BuiltClient.pooling(network.trust())
            .addInterceptorLast(
                (HttpRequest request, HttpContext context) ->
                    context.setAttribute(HttpClientContext.HTTP_TARGET_HOST, target));
    try (CloseableHttpClient client = builder.build()) {
      assertThat(send(client, new HttpGet(network.stranger("/echo")), context())).isEqualTo(200);
    }
    assertThat(network.stranger().requests()).hasSize(1);
    assertThat(network.stranger().requests().get(0).headers().contains("authorization")).isFalse();
  }

  @Test
  void a_request_that_names_its_host_apart_is_signed() throws Exception {
    HttpHost target = new HttpHost("localhost", network.foundry().port(), "https");
    HttpRequest request = new BasicHttpRequest("GET", "/echo?a=b", HttpVersion.HTTP_1_1);
    try (CloseableHttpClient client = client();
        CloseableHttpResponse response = client.execute(target, request)) {
      assertThat(response.getStatusLine().getStatusCode()).isEqualTo(200);
    }
    assertThat(foundry(0).path()).isEqualTo("/echo?a=b");
    assertSigned(foundry(0));
  }

  @Test
  void a_client_with_one_connection_is_signed_on_each_of_its_hosts() throws Exception {
    BasicHttpClientConnectionManager one =
        new BasicHttpClientConnectionManager(BuiltClient.sockets(network.trust()));
    try (CloseableHttpClient client = HttpClients.custom().setConnectionManager(one).build()) {
      URI target = network.target("/echo");
      assertThat(send(client, new HttpGet(target), context())).isEqualTo(200);
      assertThat(send(client, new HttpGet(network.otherName("/echo")), context())).isEqualTo(401);
      assertThat(send(client, new HttpGet(target), context())).isEqualTo(200);
    }
    assertSigned(foundry(0));
    assertThat(foundry(1).headers().contains("authorization")).isFalse();
    assertSigned(foundry(2));
  }

  @Test
  void a_minimal_client_is_signed() throws Exception {
    BasicHttpClientConnectionManager one =
        new BasicHttpClientConnectionManager(BuiltClient.sockets(network.trust()));
    // The client sends a URL as it is, so the host is separate
    HttpHost target = new HttpHost("localhost", network.foundry().port(), "https");
    HttpRequest request = new BasicHttpRequest("GET", "/echo", HttpVersion.HTTP_1_1);
    try (CloseableHttpClient client = HttpClients.createMinimal(one);
        CloseableHttpResponse response = client.execute(target, request)) {
      assertThat(response.getStatusLine().getStatusCode()).isEqualTo(200);
    }
    assertSigned(foundry(0));
  }

  @Test
  void where_the_application_switched_authentication_off_a_refused_request_is_sent_once_more()
      throws Exception {
    HttpGet request = new HttpGet(network.target("/echo"));
    request.setConfig(RequestConfig.custom().setAuthenticationEnabled(false).build());
    network.foundry().refuseNext(1);
    try (CloseableHttpClient client = client()) {
      assertThat(send(client, request, context())).isEqualTo(200);
    }
    assertThat(network.foundry().requests()).hasSize(2);
  }

  @Test
  void a_redirect_copies_no_token_into_the_next_request() throws Exception {
    HttpClientContext context = context();
    URI uri = network.target(TestNetwork.redirect(307, network.stranger("/echo")));
    try (CloseableHttpClient client = client()) {
      assertThat(send(client, new HttpGet(uri), context)).isEqualTo(200);
    }
    assertSigned(foundry(0));
    assertThat(context.getRequest().containsHeader("Authorization")).isFalse();
    assertThat(context.getRequest().getFirstHeader("Host").getValue())
        .endsWith(":" + network.stranger().port());
  }

  @Test
  void the_failure_policy_is_no_failure_that_the_client_repeats() throws Exception {
    network.authorizer().failByPolicy("no token");
    try (CloseableHttpClient client = client()) {
      HttpGet request = new HttpGet(network.target("/echo"));
      assertThatThrownBy(() -> send(client, request, context()))
          .isInstanceOf(ClientProtocolException.class)
          .hasStackTraceContaining("no token");
    }
    assertThat(network.authorizer().questions()).hasSize(1);
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void a_failure_of_the_application_stays_as_it_is() throws Exception {
    HttpClientBuilder builder =
        BuiltClient.pooling(network.trust())
            .addInterceptorLast(
                (HttpRequest request, HttpContext context) -> {
                  throw new ProtocolException("the application's own");
                });
    try (CloseableHttpClient client = builder.build()) {
      assertThatThrownBy(() -> send(client, new HttpGet(network.target("/echo")), context()))
          .hasRootCauseMessage("the application's own");
    }
  }

  @Test
  void a_connection_of_another_shape_is_left_alone() {
    String name = "org.apache.http.impl.DefaultBHttpClientConnection";
    byte[] doctored = new ByteBuddy().subclass(Object.class).name(name).make().getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new ApacheHttpClient4Instrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    ClassLoader loader = getClass().getClassLoader();
    assertThat(transformer.transform(loader, name.replace('.', '/'), null, null, doctored))
        .isNull();
  }

  private CloseableHttpClient client() {
    return BuiltClient.pooling(network.trust()).build();
  }

  private static HttpClientContext context() {
    return HttpClientContext.create();
  }

  private static int send(CloseableHttpClient client, HttpUriRequest request, HttpContext context)
      throws IOException {
    try (CloseableHttpResponse response = client.execute(request, context)) {
      EntityUtils.consume(response.getEntity());
      return response.getStatusLine().getStatusCode();
    }
  }

  private ReceivedRequest foundry(int index) {
    return network.foundry().requests().get(index);
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization"))
        .containsExactly(network.authorizer().values().get(0));
  }
}
