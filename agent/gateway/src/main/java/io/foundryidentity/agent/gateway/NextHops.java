package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The ways to the targets of one gateway. */
final class NextHops implements Closeable {

  private final TargetTls tls;
  private final Http2Client http2;
  private final Executor threads;
  private final int separate;
  private final Map<Target, NextHop> hops = new ConcurrentHashMap<>();

  /**
   * @param separate for {@link NextHop}
   */
  NextHops(TargetTls tls, Executor threads, int separate) {
    this.tls = tls;
    this.http2 = new Http2Client(tls, threads);
    this.threads = threads;
    this.separate = separate;
  }

  NextHop to(Target target) {
    NextHop known = hops.get(target);
    return known != null
        ? known
        : hops.computeIfAbsent(
            target, absent -> new NextHop(absent, tls, http2, threads, separate));
  }

  /** Closes connections that were idle for long; returns whether others are left. */
  boolean closeOld() {
    boolean left = false;
    for (NextHop hop : hops.values()) {
      left |= hop.closeOld();
    }
    return left;
  }

  @Override
  public void close() {
    hops.values().forEach(NextHop::close);
  }
}
