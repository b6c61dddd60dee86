package io.foundryidentity.agent.instrumentation.joddhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.net.ssl.SSLSocket;
import jodd.http.HttpConnection;
import jodd.http.HttpRequest;
import jodd.http.net.SocketHttpConnectionProvider;
import jodd.http.net.SocketHttpSecureConnection;

/** Answers lose the header that says the connection is closed. */
final class SilentlyClosed extends SocketHttpConnectionProvider {

  @Override
  public HttpConnection createHttpConnection(HttpRequest request) throws IOException {
    SSLSocket socket =
        createSSLSocket(request.host(), request.port(), request.connectionTimeout(), false, true);
    HttpConnection connection =
        new SocketHttpSecureConnection(socket) {
          @Override
          public InputStream getInputStream() throws IOException {
            String answer = new String(super.getInputStream().readAllBytes(), ISO_8859_1);
            return new ByteArrayInputStream(
                answer.replaceFirst("(?i)\r\nconnection: *close", "").getBytes(ISO_8859_1));
          }
        };
    connection.setTimeout(request.timeout());
    connection.init();
    return connection;
  }
}
