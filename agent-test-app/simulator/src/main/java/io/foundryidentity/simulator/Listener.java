package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.DecodeException;
import java.util.List;

/** One listening socket: records each request, then hands it to its routes. */
final class Listener {
  /** What a server does with its requests. */
  interface Routes {
    void handle(Exchange exchange);

    /** A WebSocket handshake or a CONNECT; answers false where it is to be handled like others. */
    default boolean takesOver(Exchange exchange) {
      return false;
    }
  }

  static final String LOOPBACK = "127.0.0.1";

  private final Vertx vertx;
  private final HttpServer server;
  private final RequestLog log;
  private final Routes routes;

  private Listener(Vertx vertx, HttpServerOptions options, RequestLog log, Routes routes) {
    this.vertx = vertx;
    this.log = log;
    this.routes = routes;
    this.server = vertx.createHttpServer(options).requestHandler(this::received);
  }

  static Listener plain(Vertx vertx, RequestLog log, Routes routes) {
    return new Listener(vertx, common().setHttp2ClearTextEnabled(false), log, routes);
  }

  static Listener tls(
      Vertx vertx, CertificateAuthority certificates, RequestLog log, Routes routes) {
    HttpServerOptions options =
        common()
            .setSsl(true)
            .setUseAlpn(true)
            // Two hundred clients that connect at once may take longer than the usual ten seconds
            .setSslHandshakeTimeout(60)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
            .setKeyCertOptions(certificates.serverKey());
    return new Listener(vertx, options, log, routes);
  }

  private static HttpServerOptions common() {
    return new HttpServerOptions()
        .setMaxHeaderSize(64 * 1024)
        .setTcpNoDelay(true)
        .addWebSocketSubProtocol("realtime");
  }

  /** On 127.0.0.1. */
  Future<HttpServer> listen(int port) {
    return listen(port, LOOPBACK);
  }

  Future<HttpServer> listen(int port, String address) {
    return server.listen(port, address);
  }

  int port() {
    return server.actualPort();
  }

  private void received(HttpServerRequest raw) {
    ReceivedRequest head = head(raw);
    boolean special =
        raw.method().equals(HttpMethod.CONNECT)
            || "websocket".equalsIgnoreCase(raw.getHeader("upgrade"));
    if (special) {
      log.add(head);
      if (routes.takesOver(new Exchange(vertx, head, raw))) {
        return;
      }
    }
    raw.body()
        .onSuccess(
            body -> {
              ReceivedRequest whole = head.withBody(body.getBytes());
              if (!special) {
                log.add(whole);
              }
              handle(new Exchange(vertx, whole, raw));
            });
  }

  private void handle(Exchange exchange) {
    try {
      routes.handle(exchange);
    } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
      exchange.json(400, Exchange.error("BadRequest", "The request is malformed."));
    }
  }

  private static ReceivedRequest head(HttpServerRequest raw) {
    String host = raw.getHeader("host");
    if (host == null) {
      host = raw.authority() == null ? "" : raw.authority().toString();
    }
    return new ReceivedRequest(
        raw.method().name(),
        raw.uri(),
        host,
        raw.version() == HttpVersion.HTTP_2 ? "HTTP/2" : "HTTP/1.1",
        raw.isSSL() ? "https" : "http",
        new Headers(raw.headers()),
        new byte[0]);
  }
}
