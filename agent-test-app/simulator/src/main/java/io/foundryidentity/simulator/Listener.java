package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.DecodeException;
import io.vertx.core.net.KeyStoreOptions;
import java.util.List;

/** One listening socket: records each request, then hands it to its handler. */
final class Listener {
  /** What a server does with its requests. */
  interface Handler {
    void handle(Exchange exchange);

    /** A WebSocket handshake or a CONNECT; returns false to have it handled like other requests. */
    default boolean takesOver(Exchange exchange) {
      return false;
    }
  }

  static final String LOOPBACK = "127.0.0.1";

  private final Vertx vertx;
  private final HttpServer server;
  private final RequestLog log;
  private final Handler handler;

  private Listener(Vertx vertx, HttpServerOptions options, RequestLog log, Handler handler) {
    this.vertx = vertx;
    this.log = log;
    this.handler = handler;
    this.server = vertx.createHttpServer(options).requestHandler(this::received);
  }

  static Listener plain(Vertx vertx, RequestLog log, Handler handler) {
    return new Listener(vertx, common().setHttp2ClearTextEnabled(false), log, handler);
  }

  static Listener tls(Vertx vertx, KeyStoreOptions key, RequestLog log, Handler handler) {
    return new Listener(vertx, overTls(key), log, handler);
  }

  /** With another certificate for each server name that a client asks for. */
  static Listener byServerName(Vertx vertx, KeyStoreOptions keys, RequestLog log, Handler handler) {
    return new Listener(vertx, overTls(keys).setSni(true), log, handler);
  }

  private static HttpServerOptions overTls(KeyStoreOptions key) {
    return common()
        .setSsl(true)
        .setUseAlpn(true)
        // Two hundred clients that connect at once can take longer than the default of ten
        // seconds
        .setSslHandshakeTimeout(60)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setKeyCertOptions(key);
  }

  private static HttpServerOptions common() {
    return new HttpServerOptions()
        .setMaxHeaderSize(64 * 1024)
        .setTcpNoDelay(true)
        // An event with audio, or with a long prompt, is one frame
        .setMaxWebSocketFrameSize(16 * 1024 * 1024)
        .setMaxWebSocketMessageSize(16 * 1024 * 1024)
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
      if (handler.takesOver(new Exchange(vertx, head, raw))) {
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
      handler.handle(exchange);
    } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
      exchange.json(400, Exchange.error("BadRequest", "The request is malformed."));
    }
  }

  private static ReceivedRequest head(HttpServerRequest raw) {
    String host = raw.getHeader("host");
    if (host == null) {
      host = raw.authority() == null ? "" : raw.authority().toString();
    }
    boolean http3 = ReceivedRequest.VIA_HTTP_3.equals(raw.getHeader("via"));
    if (http3) {
      raw.headers().remove("via");
    }
    return new ReceivedRequest(
        raw.method().name(),
        raw.uri(),
        host,
        http3 ? "HTTP/3" : raw.version() == HttpVersion.HTTP_2 ? "HTTP/2" : "HTTP/1.1",
        http3 || raw.isSSL() ? "https" : "http",
        new Headers(raw.headers()),
        new byte[0],
        System.nanoTime());
  }
}
