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
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
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
  private final CloseableHttpClient client =
      HttpClients.custom()
          .setRedirectStrategy(new Trust.FollowingAll())
          .addRequestInterceptorLast((request, entity, context) -> intercepted.add(seen(request)))
          .build();

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
      // Refused since RFC 9110 deprecates it
      abilities.remove(Ability.TAKE_USER_INFO);
    }
    return abilities;
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  @SuppressWarnings("deprecation") // the ways of 5.0, which the newest still has
  public TestResponse send(TestRequest wanted) throws IOException {
    HttpUriRequestBase request = new HttpUriRequestBase(wanted.method(), wanted.uri());
    wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    request.setEntity(body(wanted));
    request.setConfig(config(wanted));
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

  @SuppressWarnings("deprecation")
  static RequestConfig config(TestRequest wanted) {
    RequestConfig.Builder config =
        RequestConfig.custom().setRedirectsEnabled(wanted.followRedirects());
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
