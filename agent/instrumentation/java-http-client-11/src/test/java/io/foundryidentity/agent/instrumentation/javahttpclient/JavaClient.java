package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;

/** The JDK's client in one HTTP version, with {@code send} or with {@code sendAsync}. */
final class JavaClient implements TestedClient {

  static {
    // Read once, when the first client is made
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private record Kind(boolean redirects, Optional<InetSocketAddress> proxy) {}

  private final Map<Kind, HttpClient> clients = new ConcurrentHashMap<>();
  private final SSLContext trust;
  private final HttpClient.Version version;
  private final boolean async;

  JavaClient(SSLContext trust, HttpClient.Version version, boolean async) {
    this.trust = trust;
    this.version = version;
    this.async = async;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new JavaHttpClientInstrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    Set<Ability> abilities = EnumSet.allOf(Ability.class);
    if (version != HttpClient.Version.HTTP_1_1) {
      // The client writes the user-info into :authority, and a Host header that differs from it
      // next to it; servers refuse both (RFC 9113, 8.3.1 and RFC 9114, 4.3.1)
      abilities.remove(Ability.TAKE_USER_INFO);
      abilities.remove(Ability.SET_HOST);
    }
    return abilities;
  }

  @Override
  public String version() {
    return switch (version.name()) {
      case "HTTP_2" -> "HTTP/2";
      case "HTTP_3" -> "HTTP/3";
      default -> "HTTP/1.1";
    };
  }

  /** Over HTTP/3 a client can only be one without checks in a JVM without them. */
  @Override
  public boolean checksNames() {
    return !version.name().equals("HTTP_3");
  }

  @Override
  public TestResponse send(TestRequest request) throws IOException, InterruptedException {
    if (async) {
      return start(request).answer();
    }
    HttpRequest own = own(request);
    return answer(own, clientFor(request).send(own, BodyHandlers.ofInputStream()));
  }

  @Override
  public boolean hasDeadline() {
    return true;
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestCall start(TestRequest request) {
    HttpRequest own = own(request);
    CompletableFuture<HttpResponse<InputStream>> sent =
        clientFor(request).sendAsync(own, BodyHandlers.ofInputStream());
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException, InterruptedException {
        return JavaClient.answer(own, await(sent));
      }

      @Override
      public void cancel() {
        sent.cancel(true);
      }
    };
  }

  private HttpClient clientFor(TestRequest request) {
    return clients.computeIfAbsent(
        new Kind(request.followRedirects(), Optional.ofNullable(request.proxy())), this::client);
  }

  private HttpRequest own(TestRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri()).method(request.method(), publisher(request.body()));
    if (version.name().equals("HTTP_3") && request.proxy() == null) {
      // With this on the request the client takes HTTP/2 only where it finds no HTTP/3
      builder.version(version);
    }
    request.headers().forEach(header -> builder.header(header.name(), header.value()));
    if (request.deadline() != null) {
      builder.timeout(request.deadline());
    }
    return builder.build();
  }

  private static TestResponse answer(HttpRequest own, HttpResponse<InputStream> response) {
    return new TestResponse(response.statusCode(), response.body(), seen(own) + seen(response));
  }

  private static HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> sent)
      throws IOException, InterruptedException {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    }
  }

  private HttpClient client(Kind kind) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(version)
            .followRedirects(
                kind.redirects() ? HttpClient.Redirect.ALWAYS : HttpClient.Redirect.NEVER);
    kind.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
    return builder.build();
  }

  private static BodyPublisher publisher(TestRequest.Body body) {
    return switch (body.kind()) {
      case NONE -> BodyPublishers.noBody();
      case REPEATABLE -> BodyPublishers.ofString(body.text());
      case ONE_SHOT -> {
        InputStream stream = new ByteArrayInputStream(body.text().getBytes(StandardCharsets.UTF_8));
        yield BodyPublishers.ofInputStream(() -> stream);
      }
    };
  }

  /** The request that the response names, and those of the hops before. */
  private static String seen(HttpResponse<?> response) {
    return seen(response.request())
        + response.previousResponse().map(JavaClient::seen).orElse("")
        + response;
  }

  private static String seen(HttpRequest request) {
    return request + " " + request.headers().map();
  }
}
