package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Finds the configured target that a request goes to; the isolated side implements it.
 *
 * <p>Public because the implementation lives in another class loader. Every method may be called
 * from any thread of the application.
 */
public interface RequestTargets {

  /**
   * The target of one hop of one request, or null to leave the request alone. The address is passed
   * here only: all later questions go to the returned target.
   *
   * @param scheme {@code http} or {@code https}, in any case
   * @param host the host that the connection leads to; an IPv6 literal with or without brackets
   * @param port the port, or -1 for the scheme's own
   * @param path the raw path, with or without a query
   */
  @Nullable RequestTarget find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path);

  /**
   * Whether there is a target on a host, with any port and path: for TLS, which knows the host
   * only.
   *
   * @param host a name, not an address
   */
  boolean isTargetHost(String host);

  /**
   * Headers that carry a key and are removed when a bearer is set, in lower case; callers do not
   * modify it.
   */
  String[] keyHeaders();

  /** Reports a failure inside advice, which the application must not see. */
  void adviceFailed(Throwable failure);
}
