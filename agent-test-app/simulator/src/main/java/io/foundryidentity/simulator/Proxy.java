package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that tunnels and forwards to this machine alone, and records the heads it sees.
 *
 * <p>Whatever host is asked for, the connection goes to 127.0.0.1; the ports 443 and 80, where
 * nothing listens here, become those of the server which has that name.
 */
public final class Proxy {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "te",
          "trailer",
          "upgrade",
          "transfer-encoding",
          "content-length",
          "proxy-authorization",
          "http2-settings");

  private final RequestLog log = new RequestLog();
  private final NetClient tunnels;
  private final HttpClient forward;
  private final ToIntFunction<HostAndPort> ports;
  private final Listener listener;

  Proxy(Vertx vertx, ToIntFunction<HostAndPort> ports) {
    this.tunnels = vertx.createNetClient();
    this.forward = vertx.createHttpClient();
    this.ports = ports;
    this.listener = Listener.plain(vertx, log, new Routes());
  }

  Future<?> listen() {
    return listener.listen(0);
  }

  public int port() {
    return listener.port();
  }

  /** The heads of CONNECT and absolute-form requests; what goes through a tunnel is not here. */
  public List<ReceivedRequest> requests() {
    return log.snapshot();
  }

  public void clear() {
    log.clear();
  }

  private final class Routes implements Listener.Routes {
    @Override
    public boolean takesOver(Exchange exchange) {
      if (!exchange.raw().method().equals(HttpMethod.CONNECT)) {
        return false;
      }
      HostAndPort target = HostAndPort.parseAuthority(exchange.request().path(), 443);
      if (target == null) {
        exchange.response().setStatusCode(400).end();
        return true;
      }
      tunnels
          .connect(ports.applyAsInt(target), Listener.LOOPBACK)
          .onFailure(e -> exchange.response().setStatusCode(502).end())
          .onSuccess(
              server -> exchange.raw().toNetSocket().onSuccess(client -> join(client, server)));
      return true;
    }

    private void join(NetSocket client, NetSocket server) {
      client.pipeTo(server);
      server.pipeTo(client);
    }

    @Override
    public void handle(Exchange exchange) {
      URI uri = URI.create(exchange.request().path());
      HostAndPort target = target(uri);
      if (target == null) {
        exchange.notFound();
        return;
      }
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      RequestOptions options =
          new RequestOptions()
              .setMethod(exchange.raw().method())
              .setHost(Listener.LOOPBACK)
              .setPort(ports.applyAsInt(target))
              .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
      forward
          .request(options)
          .compose(request -> send(request, exchange))
          .onSuccess(response -> answer(response, exchange))
          .onFailure(e -> exchange.response().setStatusCode(502).end());
    }

    private @Nullable HostAndPort target(URI uri) {
      if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
        return null;
      }
      return HostAndPort.create(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    private Future<HttpClientResponse> send(HttpClientRequest request, Exchange exchange) {
      for (Map.Entry<String, String> header : exchange.raw().headers()) {
        if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          request.headers().add(header.getKey(), header.getValue());
        }
      }
      byte[] body = exchange.request().body();
      return body.length == 0 ? request.send() : request.send(Buffer.buffer(body));
    }

    private void answer(HttpClientResponse from, Exchange exchange) {
      exchange.response().setStatusCode(from.statusCode());
      for (Map.Entry<String, String> header : from.headers()) {
        if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          exchange.response().headers().add(header.getKey(), header.getValue());
        }
      }
      exchange.response().setChunked(true);
      from.pipeTo(exchange.response());
    }
  }
}
