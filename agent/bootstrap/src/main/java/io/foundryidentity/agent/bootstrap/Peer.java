package io.foundryidentity.agent.bootstrap;

import java.net.SocketAddress;
import java.security.cert.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of the other end of a connection where it is made; a value.
 *
 * <p>A scheme, host and port say whom the connection is for, and prove nothing. A certificate or an
 * address is evidence, which {@link TargetedRequest#isProvenBy(Peer)} compares with the target.
 *
 * <p>Public for advice.
 */
public final class Peer {

  /** Known to be no target, whatever the request says. */
  public static final Peer NOBODY = new Peer("", "", -1, null);

  private final String scheme;
  private final String host;
  private final int port;
  private final @Nullable Object evidence;

  private Peer(String scheme, String host, int port, @Nullable Object evidence) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.evidence = evidence;
  }

  /** A connection over TLS that is for that host. */
  public static Peer overTls(String host, int port) {
    return new Peer("https", host, port, null);
  }

  /** A connection without TLS that is for that host. */
  public static Peer direct(String host, int port) {
    return new Peer("http", host, port, null);
  }

  /** Whoever has that certificate, for clients with a TLS of their own. */
  public static Peer withCertificate(Certificate ofServer) {
    return new Peer("https", "", -1, ofServer);
  }

  /** Whoever is at that address, without TLS. */
  public static Peer at(@Nullable SocketAddress remote) {
    return new Peer("http", "", -1, remote);
  }

  /** The other end of a socket without TLS, and the host and port that it was proven to be. */
  static Peer proven(SocketAddress remote, String host, int port) {
    return new Peer("http", host, port, remote);
  }

  /** {@code https} over TLS, {@code http} without; empty for {@link #NOBODY}. */
  public String scheme() {
    return scheme;
  }

  /** A name, or an address literal; empty where it is not known. */
  public String host() {
    return host;
  }

  /** -1 where it is not known. */
  public int port() {
    return port;
  }

  /** A certificate or a socket's address, or null. */
  @Nullable Object evidence() {
    return evidence;
  }

  @Override
  public String toString() {
    return this == NOBODY ? "nobody" : scheme + "://" + host + ":" + port;
  }
}
