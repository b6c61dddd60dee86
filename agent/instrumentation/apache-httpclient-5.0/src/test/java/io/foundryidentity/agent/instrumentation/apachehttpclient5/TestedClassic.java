package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** The classic client, which speaks HTTP/1.1 only. */
final class TestedClassic implements TestedClient {

  private final List<String> intercepted = new CopyOnWriteArrayList<>();
  private final CloseableHttpClient client;
  private final RequestConfig defaults;

  /**
   * @param connections null for the client's own defaults
   */
  TestedClassic(HttpClientConnectionManager connections) {
    this(connections, RequestConfig.DEFAULT);
  }

  private TestedClassic(HttpClientConnectionManager connections, RequestConfig defaults) {
    this.defaults = defaults;
    client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setRedirectStrategy(new Trust.FollowingAll())
            .addRequestInterceptorLast((request, entity, context) -> intercepted.add(seen(request)))
            .build();
  }

  /** With each timer at one second. */
  @SuppressWarnings("deprecation") // the way of 5.0, which the newest still has
  static TestedClassic impatient() {
    return new TestedClassic(
        null,
        RequestConfig.custom()
            .setConnectionRequestTimeout(1, TimeUnit.SECONDS)
            .setConnectTimeout(1, TimeUnit.SECONDS)
            .setResponseTimeout(1, TimeUnit.SECONDS)
            .build());
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new ApacheHttpClient5Instrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return abilitiesOf();
  }

  static Set<Ability> abilitiesOf() {
    Set<Ability> abilities = EnumSet.allOf(Ability.class);
    if (!Trust.isOldest()) {
      // Refused, because RFC 9110 deprecates it
      abilities.remove(Ability.TAKE_USER_INFO);
    }
    return abilities;
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException {
    return answer(request(wanted));
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestCall start(TestRequest wanted) {
    HttpUriRequestBase request = request(wanted);
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException {
        return TestedClassic.this.answer(request);
      }

      @Override
      public void cancel() {
        request.cancel();
      }
    };
  }

  private HttpUriRequestBase request(TestRequest wanted) {
    HttpUriRequestBase request = new HttpUriRequestBase(wanted.method(), wanted.uri());
    wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    request.setEntity(body(wanted));
    request.setConfig(config(wanted, defaults));
    return request;
  }

  @SuppressWarnings("deprecation") // the ways of 5.0, which the newest still has
  private TestResponse answer(HttpUriRequestBase request) throws IOException {
    HttpClientContext context = HttpClientContext.create();
    CloseableHttpResponse response = client.execute(request, context);
    InputStream body =
        response.getEntity() == null
            ? InputStream.nullInputStream()
            : response.getEntity().getContent();
    return new TestResponse(
        response.getCode(),
        body,
        seen(request) + seen(context.getRequest()) + String.join("\n", intercepted));
  }

  static RequestConfig config(TestRequest wanted) {
    return config(wanted, RequestConfig.DEFAULT);
  }

  @SuppressWarnings("deprecation")
  private static RequestConfig config(TestRequest wanted, RequestConfig defaults) {
    RequestConfig.Builder config =
        RequestConfig.copy(defaults).setRedirectsEnabled(wanted.followRedirects());
    if (wanted.proxy() != null) {
      config.setProxy(new HttpHost("http", "127.0.0.1", wanted.proxy().getPort()));
    }
    return config.build();
  }

  static String seen(HttpRequest request) {
    return request + " " + Arrays.toString(request.getHeaders()) + "\n";
  }

  private static HttpEntity body(TestRequest request) {
    String text = request.body().text();
    return switch (request.body().kind()) {
      case NONE -> null;
      case REPEATABLE -> new StringEntity(text);
      case ONE_SHOT ->
          new InputStreamEntity(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
              -1,
              ContentType.TEXT_PLAIN);
    };
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
