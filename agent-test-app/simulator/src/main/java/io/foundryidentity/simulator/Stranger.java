package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Somebody else's server: takes everything, asks for nothing, and records what it was given. */
public final class Stranger {
  private final RequestLog log = new RequestLog();
  private final Listener tls;
  private final Listener plain;

  Stranger(Vertx vertx, CertificateAuthority certificates) {
    Listener.Routes routes = new Routes();
    tls = Listener.tls(vertx, certificates, log, routes);
    plain = Listener.plain(vertx, log, routes);
  }

  Future<?> listen() {
    return Future.all(tls.listen(0), plain.listen(0));
  }

  public int port() {
    return tls.port();
  }

  public int plainPort() {
    return plain.port();
  }

  public List<ReceivedRequest> requests() {
    return log.snapshot();
  }

  public void clear() {
    log.clear();
  }

  private static final class Routes implements Listener.Routes {
    @Override
    public boolean takesOver(Exchange exchange) {
      if (!"websocket".equalsIgnoreCase(exchange.request().header("upgrade"))) {
        return false;
      }
      exchange
          .raw()
          .toWebSocket()
          .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
      return true;
    }

    @Override
    public void handle(Exchange exchange) {
      exchange.json(200, new JsonObject().put("stranger", true));
    }
  }
}
