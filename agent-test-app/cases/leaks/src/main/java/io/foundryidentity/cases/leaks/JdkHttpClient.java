package io.foundryidentity.cases.leaks;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** The JDK's HttpClient; only Java 11 and later load this class. */
public final class JdkHttpClient implements Client {

  private final HttpClient.Version version;

  /** Over HTTP/2 where the server has it, or over HTTP/1.1 always. */
  public JdkHttpClient(boolean http2) {
    version = http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
  }

  @Override
  public int send(Attempt attempt, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(attempt.url()));
    headers.forEach(request::header);
    if (attempt.host() != null) {
      request.header("Host", attempt.host());
    }
    return HttpClient.newBuilder()
        .version(version)
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .proxy(
            attempt.isProxied()
                ? ProxySelector.of(attempt.proxyAddress())
                : HttpClient.Builder.NO_PROXY)
        .build()
        .send(request.build(), BodyHandlers.ofByteArray())
        .statusCode();
  }
}
