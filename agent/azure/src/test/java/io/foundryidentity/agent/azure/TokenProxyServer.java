package io.foundryidentity.agent.azure;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;

/** The token proxy of a cluster; records what comes and answers as it is told. */
final class TokenProxyServer implements AutoCloseable {

  /** One request: its line, its Host header, the names that TLS asked for, and its body. */
  record Request(String line, String host, List<String> serverNames, String body) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();

  private final HttpsServer server;
  private volatile int status = 200;
  private volatile String body = "";
  private volatile String location = "";

  TokenProxyServer(SSLContext tls) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", exchange -> serve((HttpsExchange) exchange));
    server.start();
  }

  private void serve(HttpsExchange exchange) throws IOException {
    List<String> names =
        ((ExtendedSSLSession) exchange.getSSLSession())
            .getRequestedServerNames().stream()
                .map(name -> ((SNIHostName) name).getAsciiName())
                .toList();
    requests.add(
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            exchange.getRequestHeaders().getFirst("Host"),
            names,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    if (!location.isEmpty()) {
      exchange.getResponseHeaders().set("Location", location);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  void gives(String token) {
    answers(
        200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + token + "\"}");
  }

  void answers(int code, String text) {
    status = code;
    body = text;
  }

  void redirectsTo(String url) {
    answers(307, "");
    location = url;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "https://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
