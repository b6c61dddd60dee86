package io.foundryidentity.agent.instrumentation.httpurlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One connection object for each request; the JDK keeps the sockets behind them. */
final class UrlConnectionClient implements TestedClient {

  static {
    // Read once, when the class is initialised
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
  }

  private final SSLContext trust;
  private final @Nullable HostnameVerifier names;
  private final int timeoutMillis;

  /**
   * @param names null for the JDK's own check
   * @param timeoutMillis for connecting and for reading; 0 for none
   */
  UrlConnectionClient(SSLContext trust, @Nullable HostnameVerifier names, int timeoutMillis) {
    this.trust = trust;
    this.names = names;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new HttpUrlConnectionInstrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.complementOf(EnumSet.of(Ability.CHANGE_PROTOCOL, Ability.FOLLOW_308));
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest request) throws IOException {
    return answer(open(request), request);
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestCall start(TestRequest request) {
    HttpURLConnection connection = open(request);
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException {
        return UrlConnectionClient.answer(connection, request);
      }

      @Override
      public void cancel() {
        connection.disconnect();
      }
    };
  }

  private HttpURLConnection open(TestRequest request) {
    try {
      URL url = request.uri().toURL();
      HttpURLConnection connection =
          (HttpURLConnection)
              (request.proxy() == null
                  ? url.openConnection()
                  : url.openConnection(new Proxy(Proxy.Type.HTTP, request.proxy())));
      connection.setConnectTimeout(timeoutMillis);
      connection.setReadTimeout(timeoutMillis);
      if (connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(trust.getSocketFactory());
        if (names != null) {
          secure.setHostnameVerifier(names);
        }
      }
      connection.setRequestMethod(request.method());
      connection.setInstanceFollowRedirects(request.followRedirects());
      request
          .headers()
          .forEach(header -> connection.addRequestProperty(header.name(), header.value()));
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestResponse answer(HttpURLConnection connection, TestRequest request)
      throws IOException {
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

  /** A connected object can show single properties only. */
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
