package io.foundryidentity.agent.core.targets;

import org.jspecify.annotations.Nullable;

/**
 * One destination to which a token may go: scheme, host or wildcard, port and path prefix; a value.
 */
public final class Target {

  private final String source;
  private final String scheme;
  private final String host;
  private final int port;
  private final @Nullable String pathPrefix;
  private final boolean wildcard;

  Target(
      String source,
      String scheme,
      String host,
      int port,
      @Nullable String pathPrefix,
      boolean wildcard) {
    this.source = source;
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.pathPrefix = pathPrefix;
    this.wildcard = wildcard;
  }

  /** The text that it was configured with, for messages. */
  public String source() {
    return source;
  }

  /** {@code https}, or {@code http} for a loopback literal. */
  public String scheme() {
    return scheme;
  }

  /**
   * In lower case and ASCII, without a trailing dot. For a wildcard: the part after the star and
   * its dot. For an IPv6 literal: eight groups without brackets, as the JDK writes it.
   */
  public String host() {
    return host;
  }

  /** Never -1. */
  public int port() {
    return port;
  }

  /** Begins with a slash and does not end with one; null if every path belongs to the target. */
  public @Nullable String pathPrefix() {
    return pathPrefix;
  }

  /** Whether it covers all hosts with exactly one label before {@link #host}. */
  public boolean wildcard() {
    return wildcard;
  }

  /** What the user should know about this target, or null. */
  public @Nullable String warning() {
    return wildcard
        ? Quoted.quote(source)
            + " also covers other people's resources: who receives a request there can use its"
            + " token; list your own hosts instead if you can"
        : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Target)) {
      return false;
    }
    Target that = (Target) other;
    return port == that.port
        && wildcard == that.wildcard
        && host.equals(that.host)
        && scheme.equals(that.scheme)
        && (pathPrefix == null ? that.pathPrefix == null : pathPrefix.equals(that.pathPrefix));
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  /** The whole target as a URL, including the parts that the configured text left out. */
  @Override
  public String toString() {
    boolean ipv6 = host.indexOf(':') >= 0;
    return scheme
        + "://"
        + (wildcard ? "*." : "")
        + (ipv6 ? "[" + host + "]" : host)
        + ":"
        + port
        + (pathPrefix == null ? "" : pathPrefix);
  }
}
