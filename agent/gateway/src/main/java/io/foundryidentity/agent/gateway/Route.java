package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** One target behind the gateway, and the secret that gives access to it. */
public final class Route implements Closeable {

  private final Target target;
  private final String origin;
  private final String baseUrl;
  private final Secret secret;
  private final Routes routes;

  /** Whether the last request could not reach the target; each change is logged once. */
  private final AtomicBoolean outOfReach = new AtomicBoolean();

  /** What ends with this route; requests that have started continue. */
  private final Set<WebSocketCall> webSockets = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /**
   * @param origin the gateway's own
   */
  Route(Target target, Secret secret, String origin, Routes routes) {
    String prefix = target.pathPrefix();
    this.target = target;
    this.secret = secret;
    this.routes = routes;
    this.origin = origin;
    this.baseUrl = origin + (prefix == null ? "" : prefix);
  }

  /**
   * Replaces the target's own URL. Paths after it are the same, and those that the target's prefix
   * does not cover are refused. Without a slash at its end.
   */
  public String baseUrl() {
    return baseUrl;
  }

  /** Scheme, host and port of the base URL. */
  String origin() {
    return origin;
  }

  /** 256 random bits in 43 characters that need no escape, unless it is of a file. */
  public String secret() {
    return secret.text();
  }

  /**
   * From now on the secret is refused. Requests that have started continue, and WebSockets, which
   * could last for ever, end.
   */
  @Override
  public void close() {
    routes.remove(this);
    closed = true;
    secret.close();
    webSockets.forEach(WebSocketCall::close);
  }

  void begin(WebSocketCall webSocket) {
    webSockets.add(webSocket);
    if (closed) {
      webSocket.close();
    }
  }

  void ended(WebSocketCall webSocket) {
    webSockets.remove(webSocket);
  }

  Target target() {
    return target;
  }

  boolean isOpenedBy(byte[] presented) {
    return secret.is(presented);
  }

  /** Whether a URL or a header's value contains the secret, escaped or not. */
  boolean isSecretIn(String text) {
    return text.contains(secret.text()) || Unescaped.of(text).contains(secret.text());
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
