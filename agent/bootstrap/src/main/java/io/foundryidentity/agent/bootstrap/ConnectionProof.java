package io.foundryidentity.agent.bootstrap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a connection leads to a target, from the connection itself: over TLS by the names in
 * the server's certificate, without TLS by the address at the socket's other end.
 *
 * <p>What a client was asked to verify proves nothing: there are providers of TLS that do not
 * verify names, settings that name another server, and clients that verify nothing. Each method
 * answers null if the connection is proven, and else the reason for which it is not, in words for
 * the log. The result for a TLS session is remembered with the session, so that a certificate is
 * read once for each connection.
 *
 * <p>The chain of the certificate is not checked here. The client does that; one that trusts every
 * chain is deceived by whoever can answer in the target's place.
 */
final class ConnectionProof {

  /**
   * The other end of sockets without TLS, as {@link SocketPeer} found it: a question to the
   * operating system, whose answer never changes while the socket is open. Each is kept with the
   * host and port that it was last proven to be, so that the next request only compares these.
   * Static, as advice has no object of the agent's to ask.
   */
  private static final WeakTable<Peer> PLAIN_PEERS = new WeakTable<>();

  /** The literal that was read last, with its text as the name: most applications have one. */
  private static volatile @Nullable InetAddress lastLiteral;

  private ConnectionProof() {}

  /** Waits for the handshake to end if the socket has not begun it, as the first byte would. */
  static @Nullable String ofTls(@Nullable Socket socket, String host, int port) {
    if (socket == null) {
      return "the agent cannot see the socket of this connection";
    }
    return socket instanceof SSLSocket
        ? ofTls(((SSLSocket) socket).getSession(), host, port)
        : "the connection does not use TLS";
  }

  /**
   * @param session that of the connection, with its handshake complete
   */
  static @Nullable String ofTls(@Nullable SSLSession session, String host, int port) {
    if (session == null) {
      return "the agent cannot see the TLS session of this connection";
    }
    Peer known = KnownPeers.of(session);
    if (known != null && host.equalsIgnoreCase(known.host())) {
      return null;
    }
    String fault;
    try {
      Certificate[] chain = session.getPeerCertificates();
      fault = ofCertificate(chain.length == 0 ? null : chain[0], host);
    } catch (SSLPeerUnverifiedException none) {
      fault = ofCertificate(null, host);
    }
    if (fault == null) {
      KnownPeers.note(session, Peer.overTls(host, port));
    }
    return fault;
  }

  static @Nullable String ofCertificate(@Nullable Certificate certificate, String host) {
    if (!(certificate instanceof X509Certificate)) {
      return "the TLS session shows no certificate of the server";
    }
    X509Certificate ofServer = (X509Certificate) certificate;
    try {
      return CertificateNames.areFor(ofServer, host)
          ? null
          : "the server's certificate is for "
              + CertificateNames.shown(ofServer)
              + ", not for "
              + host;
    } catch (CertificateParsingException unreadable) {
      return "the names in the server's certificate cannot be read";
    }
  }

  /** The socket's real other end counts: a socket behind a SOCKS proxy names the target. */
  static @Nullable String ofPlain(@Nullable Socket socket, String host, int port) {
    if (socket == null || socket instanceof SSLSocket) {
      return "the agent cannot see the socket of this connection";
    }
    Peer known = socket.isClosed() ? null : PLAIN_PEERS.get(socket);
    if (known != null && known.port() == port && known.host().equals(host)) {
      return null;
    }
    SocketAddress remote = known == null ? SocketPeer.of(socket) : (SocketAddress) known.evidence();
    String fault = ofPlain(remote, host, port);
    if (fault == null && remote != null) {
      PLAIN_PEERS.put(socket, Peer.proven(remote, host, port));
    }
    return fault;
  }

  /**
   * @param remote as a channel names it; channels know no proxy, so it is the real other end
   */
  static @Nullable String ofPlain(@Nullable SocketAddress remote, String host, int port) {
    if (!(remote instanceof InetSocketAddress)) {
      return "the agent cannot see where this connection leads";
    }
    InetSocketAddress other = (InetSocketAddress) remote;
    boolean same =
        other.getAddress() != null
            && other.getAddress().isLoopbackAddress()
            && other.getAddress().equals(literal(host))
            && other.getPort() == port;
    return same ? null : "the connection leads to another address or port, for example to a proxy";
  }

  /** The address of a literal; null if it is a name. To read the same one again creates nothing. */
  private static @Nullable InetAddress literal(String host) {
    InetAddress last = lastLiteral;
    if (last != null && host.equals(last.getHostName())) {
      return last;
    }
    byte[] address = CertificateNames.address(host);
    if (address == null) {
      return null;
    }
    try {
      InetAddress literal = InetAddress.getByAddress(host, address);
      lastLiteral = literal;
      return literal;
    } catch (UnknownHostException noAddress) {
      return null;
    }
  }

  static void clear() {
    PLAIN_PEERS.clear();
    lastLiteral = null;
  }
}
