package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.util.concurrent.atomic.AtomicBoolean;

/** One target behind the gateway, and the secret that gives access to it. */
public final class Route implements Closeable {

  private final Target target;
  private final String baseUrl;
  private final Secret secret = Secret.random();
  private final Routes routes;

  /** Whether the last request could not reach the target; each change is logged once. */
  private final AtomicBoolean outOfReach = new AtomicBoolean();

  Route(Target target, int port, Routes routes) {
    String prefix = target.pathPrefix();
    this.target = target;
    this.routes = routes;
    this.baseUrl = "http://127.0.0.1:" + port + (prefix == null ? "" : prefix);
  }

  /**
   * Replaces the target's own URL. Paths after it are the same, and those that the target's prefix
   * does not cover are refused. Without a slash at its end.
   */
  public String baseUrl() {
    return baseUrl;
  }

  /** 256 random bits in 43 characters that need no escape in a URL, a header or a shell. */
  public String secret() {
    return secret.text();
  }

  /** From now on the secret is refused; requests that have started continue. */
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

  /** Returns whether that has changed. */
  boolean noteReach(boolean reached) {
    return outOfReach.compareAndSet(reached, !reached);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return baseUrl + " to " + target;
  }
}
