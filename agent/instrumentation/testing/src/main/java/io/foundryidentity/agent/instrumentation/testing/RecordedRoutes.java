package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Routes over a gateway that lead nowhere. */
public final class RecordedRoutes implements LoopbackRoutes {

  /** The URLs of the targets, in their order. */
  public final List<String> opened = new CopyOnWriteArrayList<>();

  /** The secrets of routes that were closed, in that order. */
  public final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

  /** Whether there can be one. */
  public volatile boolean available = true;

  @Override
  public synchronized @Nullable LoopbackRoute open(String scheme, String host, int port) {
    if (!available) {
      return null;
    }
    String secret = "secret-" + opened.size();
    opened.add(scheme + "://" + host + ":" + port);
    return new LoopbackRoute() {
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
