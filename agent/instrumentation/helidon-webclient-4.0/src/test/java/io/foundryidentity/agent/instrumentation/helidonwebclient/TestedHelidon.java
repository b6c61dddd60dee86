package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webclient.api.ClientRequest;
import io.helidon.webclient.api.HttpClient;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.ReleasableResource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A client of Helidon's in one HTTP version.
 *
 * <p>Each thread has a connection of its own: streams of one HTTP/2 connection decode their headers
 * on the threads that wait for them, in any order. If the server uses HPACK's dynamic table, they
 * make each other fail.
 */
final class TestedHelidon implements TestedClient {

  private final SeenRequests seen = new SeenRequests();
  private final Set<HttpClient<?>> clients = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<HttpClient<?>> client;
  private final String version;

  /**
   * @param factory makes a client with that service
   */
  TestedHelidon(Function<SeenRequests, HttpClient<?>> factory, String version) {
    this.client =
        ThreadLocal.withInitial(
            () -> {
              HttpClient<?> made = factory.apply(seen);
              clients.add(made);
              return made;
            });
    this.version = version;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new HelidonWebClientInstrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return version.equals("HTTP/2")
        // An upgrade asked for without TLS is asked for on every hop, and is refused over TLS
        ? EnumSet.complementOf(EnumSet.of(Ability.CHANGE_PROTOCOL))
        : EnumSet.allOf(Ability.class);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException {
    ClientRequest<?> request = client.get().method(Method.create(wanted.method()));
    // It decodes the URI, and would encode it again in another way
    request
        .skipUriEncoding(true)
        .uri(URI.create(wanted.uri().toString().replace("%", "%25")))
        .followRedirects(wanted.followRedirects());
    for (TestRequest.Header header : wanted.headers()) {
      request.headers(all -> all.add(HeaderValues.create(header.name(), header.value())));
    }
    if (wanted.proxy() != null) {
      request.proxy(
          Proxy.builder()
              .type(Proxy.ProxyType.HTTP)
              .host(wanted.proxy().getHostString())
              .port(wanted.proxy().getPort())
              .build());
    }
    HttpClientResponse response = send(request, wanted.body());
    return new TestResponse(
        response.status().code(),
        new FilterInputStream(response.inputStream()) {
          @Override
          public void close() {
            response.close();
          }
        },
        request.headers() + seen.text());
  }

  private static HttpClientResponse send(ClientRequest<?> request, TestRequest.Body body)
      throws IOException {
    try {
      return (HttpClientResponse)
          switch (body.kind()) {
            case NONE -> request.request();
            case REPEATABLE -> request.submit(body.text());
            case ONE_SHOT ->
                request.outputStream(
                    out -> {
                      out.write(body.text().getBytes(UTF_8));
                      out.close();
                    });
          };
    } catch (UncheckedIOException wrapped) {
      throw wrapped.getCause();
    }
  }

  @Override
  public void close() {
    for (Object made : clients) {
      if (made instanceof ReleasableResource connections) { // not in 4.0
        connections.closeResource();
      }
    }
  }
}
