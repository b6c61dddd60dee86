package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.impl.nio.reactor.DefaultConnectingIOReactor;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.nio.conn.NoopIOSessionStrategy;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.VersionInfo;

/**
 * Two clients for the whole test, as shutting one down takes half a second, but new connections.
 */
final class AsyncClient implements TestedClient {

  private static final String SEEN = "seen";

  private static final Map<Boolean, Started> STARTED = new ConcurrentHashMap<>();

  private final PoolingNHttpClientConnectionManager pool;
  private final CloseableHttpAsyncClient client;

  AsyncClient(SSLContext trust) {
    this(true, trust);
  }

  /** A client that compares no names, as an application can make it. */
  static AsyncClient nameless(SSLContext trust) {
    return new AsyncClient(false, trust);
  }

  private AsyncClient(boolean names, SSLContext trust) {
    Started started = STARTED.computeIfAbsent(names, which -> Started.with(which, trust));
    pool = started.pool;
    client = started.client;
  }

  private record Started(
      PoolingNHttpClientConnectionManager pool, CloseableHttpAsyncClient client) {

    @SuppressWarnings("deprecation") // the way of 4.0, which the newest still has
    static Started with(boolean names, SSLContext trust) {
      Registry<SchemeIOSessionStrategy> schemes =
          RegistryBuilder.<SchemeIOSessionStrategy>create()
              .register("http", NoopIOSessionStrategy.INSTANCE)
              .register(
                  "https",
                  names
                      ? new SSLIOSessionStrategy(trust)
                      : new SSLIOSessionStrategy(
                          trust, SSLIOSessionStrategy.ALLOW_ALL_HOSTNAME_VERIFIER))
              .build();
      PoolingNHttpClientConnectionManager pool;
      try {
        pool = new PoolingNHttpClientConnectionManager(new DefaultConnectingIOReactor(), schemes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      pool.setMaxTotal(128);
      pool.setDefaultMaxPerRoute(128);
      CloseableHttpAsyncClient client =
          HttpAsyncClients.custom()
              .setConnectionManager(pool)
              .addInterceptorLast((HttpRequest request, HttpContext context) -> look(context))
              .addInterceptorLast((HttpResponse response, HttpContext context) -> look(context))
              .build();
      client.start();
      return new Started(pool, client);
    }
  }

  @Override
  public void close() {
    pool.closeIdleConnections(0, TimeUnit.MILLISECONDS);
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new ApacheHttpAsyncClient4Instrumentation();
  }

  /** All of them; before HttpClient 4.5 a 308 was not followed. */
  @Override
  public Set<Ability> abilities() {
    return isNewest()
        ? EnumSet.allOf(Ability.class)
        : EnumSet.complementOf(EnumSet.of(Ability.FOLLOW_308));
  }

  /** Before HttpClient 4.5 the certificate's common name counted too, and all tests' have that. */
  @Override
  public boolean checksNames() {
    return isNewest();
  }

  private static boolean isNewest() {
    ClassLoader loader = AsyncClient.class.getClassLoader();
    return VersionInfo.loadVersionInfo("org.apache.http.client", loader)
        .getRelease()
        .startsWith("4.5");
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    HttpContext context = new BasicHttpContext();
    context.setAttribute(SEEN, seen);
    HttpRequestBase request = request(wanted);
    Answer answer = new Answer();
    client.execute(HttpAsyncMethods.create(request), answer, context, answer.callback());
    try {
      HttpResponse response = answer.head.get();
      look(context);
      String visible = text(request) + seen + response + Arrays.toString(response.getAllHeaders());
      return new TestResponse(response.getStatusLine().getStatusCode(), answer.body, visible);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequestBase request(TestRequest wanted) {
    HttpRequestBase request;
    if (wanted.method().equals("GET")) {
      request = new HttpGet(wanted.uri());
    } else {
      HttpPost post = new HttpPost(wanted.uri());
      post.setEntity(entity(wanted.body()));
      request = post;
    }
    wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    RequestConfig.Builder config =
        RequestConfig.custom()
            .setRedirectsEnabled(wanted.followRedirects())
            .setCircularRedirectsAllowed(true);
    if (wanted.proxy() != null) {
      config.setProxy(new HttpHost(wanted.proxy().getHostString(), wanted.proxy().getPort()));
    }
    request.setConfig(config.build());
    return request;
  }

  private static HttpEntity entity(TestRequest.Body body) {
    return switch (body.kind()) {
      case NONE -> null;
      case REPEATABLE -> new StringEntity(body.text(), StandardCharsets.UTF_8);
      case ONE_SHOT ->
          new InputStreamEntity(
              new ByteArrayInputStream(body.text().getBytes(StandardCharsets.UTF_8)), -1);
    };
  }

  /** What the application sees of the current request, before or after it was sent. */
  @SuppressWarnings("unchecked")
  private static void look(HttpContext context) {
    Object current = context.getAttribute("http.request");
    ((Queue<String>) context.getAttribute(SEEN)).add(text((HttpRequest) current));
  }

  private static String text(HttpRequest request) {
    return request + " " + Arrays.toString(request.getAllHeaders());
  }
}
