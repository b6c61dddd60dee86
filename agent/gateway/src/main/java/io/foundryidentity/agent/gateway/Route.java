package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.target.Target;
import java.io.Closeable;
import java.util.concurrent.atomic.AtomicBoolean;

/** One target behind the gateway, and the secret that opens the way to it. */
public final class Route implements Closeable {

  private final Target target;
  private final String baseUrl;
  private final Secret secret = Secret.random();
  private final Routes routes;

  /** Whether the last request found the target out of reach; one log line for each change. */
  private final AtomicBoolean outOfReach = new AtomicBoolean();

  Route(Target target, int port, Routes routes) {
    String prefix = target.pathPrefix();
    this.target = target;
    this.routes = routes;
    this.baseUrl = "http://127.0.0.1:" + port + (prefix == null ? "" : prefix);
  }

  /**
   * Stands for the target's own URL: paths behind it are the same, and those that the target's
   * prefix does not cover are refused. Without a slash at its end.
   */
  public String baseUrl() {
    return baseUrl;
  }

  /** 256 random bits in 43 characters, which a URL, a header and a shell take as they are. */
  public String secret() {
    return secret.text();
  }

  /** From now on the secret opens nothing; what is under way goes on. */
  @Override
  public void close() {
    routes.remove(this);
  }

  Target target() {
    return target;
  }

  boolean isOpenedBy(byte[] presented) {
    return secret.is(presented);
  }

  boolean isSecretIn(String headerValue) {
    return headerValue.contains(secret.text());
  }

  /** Whether that is news. */
  boolean noteReach(boolean reached) {
    return outOfReach.compareAndSet(reached, !reached);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return baseUrl + " to " + target;
  }
}
