package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Records which routes were opened and closed; there is no gateway behind them. */
public final class FakeGatewayRoutes implements GatewayRoutes {

  /** The URLs of the targets, in their order. */
  public final List<String> opened = new CopyOnWriteArrayList<>();

  /** The secrets of routes that were closed, in that order. */
  public final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

  /** Whether a route can be opened. */
  public volatile boolean available = true;

  @Override
  public synchronized @Nullable GatewayRoute open(String scheme, String host, int port) {
    if (!available) {
      return null;
    }
    String secret = "secret-" + opened.size();
    opened.add(scheme + "://" + host + ":" + port);
    return new GatewayRoute() {
      @Override
      public String origin() {
        return "http://127.0.0.1:65000";
      }

      @Override
      public String secret() {
        return secret;
      }

      @Override
      public void close() {
        closed.add(secret);
      }
    };
  }
}
