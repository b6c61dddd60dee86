package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that connects to this machine only, and records the heads that it receives.
 *
 * <p>For every host name it connects to 127.0.0.1. Nothing listens here on ports 443 and 80; for
 * these it uses the port of the server with that name.
 *
 * <p>It forwards over plain sockets: if it ran in the JVM of a test, the agent would authorize the
 * requests of an HTTP client here.
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
  private final NetClient sockets;
  private final ToIntFunction<HostAndPort> ports;
  private final Listener listener;

  Proxy(Vertx vertx, ToIntFunction<HostAndPort> ports) {
    this.sockets = vertx.createNetClient();
    this.ports = ports;
    this.listener = Listener.plain(vertx, log, new Handler());
  }

  Future<?> listen() {
    return listener.listen(0);
  }

  public int port() {
    return listener.port();
  }

  /** The heads of CONNECT and absolute-form requests, without what goes through a tunnel. */
  public List<ReceivedRequest> requests() {
    return log.snapshot();
  }

  public void clear() {
    log.clear();
  }

  private final class Handler implements Listener.Handler {
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
      sockets
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
      String pathAndQuery = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
      sockets
          .connect(ports.applyAsInt(target), Listener.LOOPBACK)
          .onFailure(e -> exchange.response().setStatusCode(502).end())
          .onSuccess(server -> forward(exchange, pathAndQuery, server));
    }

    /** Uses HTTP/1.0, where an answer ends with its connection. */
    private void forward(Exchange exchange, String pathAndQuery, NetSocket server) {
      byte[] body = exchange.request().body();
      StringBuilder head = new StringBuilder();
      head.append(exchange.raw().method()).append(' ').append(pathAndQuery).append(" HTTP/1.0\r\n");
      for (Map.Entry<String, String> header : exchange.raw().headers()) {
        if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
      }
      head.append("content-length: ").append(body.length).append("\r\n\r\n");
      Buffer answer = Buffer.buffer();
      server.handler(answer::appendBuffer);
      server.closeHandler(closed -> answer(answer, exchange));
      server.write(Buffer.buffer(head.toString(), "ISO-8859-1").appendBytes(body));
    }

    private @Nullable HostAndPort target(URI uri) {
      if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
        return null;
      }
      return HostAndPort.create(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    private void answer(Buffer answer, Exchange exchange) {
      String text = answer.toString(StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        exchange.response().setStatusCode(502).end();
        return;
      }
      // "HTTP/1.x 200 OK" and then the headers
      String[] head = text.substring(0, end).split("\r\n", -1);
      exchange.response().setStatusCode(Integer.parseInt(head[0].substring(9, 12)));
      for (int i = 1; i < head.length; i++) {
        int colon = head[i].indexOf(':');
        String name = head[i].substring(0, colon);
        if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
          exchange.response().headers().add(name, head[i].substring(colon + 1).trim());
        }
      }
      exchange.response().end(answer.getBuffer(end + 4, answer.length()));
    }
  }
}
