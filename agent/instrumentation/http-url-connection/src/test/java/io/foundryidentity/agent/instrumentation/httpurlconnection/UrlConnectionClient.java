package io.foundryidentity.agent.instrumentation.httpurlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** One connection object for each request; the JDK keeps the sockets behind them. */
final class UrlConnectionClient implements TestedClient {

  static {
    // Read once, when the class is initialised
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
  }

  private final SSLContext trust;

  UrlConnectionClient(SSLContext trust) {
    this.trust = trust;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new HttpUrlConnectionInstrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.complementOf(
        EnumSet.of(Ability.RETRY_401, Ability.CHANGE_PROTOCOL, Ability.FOLLOW_308));
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest request) throws IOException {
    Proxy proxy =
        request.proxy() == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, request.proxy());
    HttpURLConnection connection = (HttpURLConnection) request.uri().toURL().openConnection(proxy);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(trust.getSocketFactory());
    }
    connection.setRequestMethod(request.method());
    connection.setInstanceFollowRedirects(request.followRedirects());
    request
        .headers()
        .forEach(header -> connection.addRequestProperty(header.name(), header.value()));
    write(connection, request.body());
    int status = connection.getResponseCode();
    return new TestResponse(status, body(connection, status), seen(connection, request));
  }

  private static void write(HttpURLConnection connection, TestRequest.Body body)
      throws IOException {
    if (body.kind() == TestRequest.BodyKind.NONE) {
      return;
    }
    if (body.kind() == TestRequest.BodyKind.ONE_SHOT) {
      connection.setChunkedStreamingMode(0);
    }
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.text().getBytes(UTF_8));
    }
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  /** Once it is connected it tells single properties only. */
  private static String seen(HttpURLConnection connection, TestRequest request) {
    StringBuilder seen = new StringBuilder(connection.toString());
    request
        .headers()
        .forEach(
            header ->
                seen.append(' ')
                    .append(header.name())
                    .append('=')
                    .append(connection.getRequestProperty(header.name())));
    return seen.append(connection.getRequestProperty("Authorization")).toString();
  }
}
