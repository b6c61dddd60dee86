package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyStoreOptions;
import java.util.List;

/** A server that is not a target: answers every request without a check, and records it. */
public final class Stranger {
  private final RequestLog log = new RequestLog();
  private final Listener tls;
  private final Listener plain;

  /**
   * @param key of its certificate
   */
  Stranger(Vertx vertx, KeyStoreOptions key) {
    Listener.Handler handler = new Handler();
    tls = Listener.tls(vertx, key, log, handler);
    plain = Listener.plain(vertx, log, handler);
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

  private static final class Handler implements Listener.Handler {
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
