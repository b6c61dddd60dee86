package io.foundryidentity.agent.bootstrap;

import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The head of one request to a target, between the place where a client renders it and the place
 * where its connection takes the bytes: for clients that do the two apart.
 *
 * <p>Only the second place knows the connection, and there the handshake of TLS is over. So the
 * client renders what the application wrote, and the bytes are noted here; the connection finds
 * them again by identity and takes an authorized copy instead. No token exists before that, and
 * none is in sight of what lies between. Bytes that never reach a connection that the agent knows
 * stay as they are, and the answer to the request brings the one report of it.
 *
 * <p>Notes are weak: one goes with the client's bytes, or with its exchange.
 *
 * <p>Public for advice.
 */
public final class RenderedHead {

  /** By the bytes and by the exchange; static as {@link ExchangeNotes} is. */
  private static final WeakTable<RenderedHead> HEADS = new WeakTable<>();

  /** False until there is a first head; until then a look-up creates no key. */
  private static volatile boolean used;

  private final Peer peer;
  private final String path;
  private final int length;

  /** Weak, as the notes hold this object. */
  private final WeakReference<Object> exchange;

  private volatile boolean taken;

  /** By which the bytes will be sent, or the exchange where the client does not know it yet. */
  private final WeakReference<Object> connection;

  private RenderedHead(Peer peer, String path, int length, Object exchange, Object connection) {
    this.peer = peer;
    this.path = path;
    this.length = length;
    this.exchange = new WeakReference<>(exchange);
    this.connection = new WeakReference<>(connection);
  }

  /**
   * Notes a rendered request if it goes to a target.
   *
   * @param bytes the client's object that begins with the head, and that its connection will get
   * @param head the head alone
   * @param exchange the object by which the client reports the answer
   * @param peer whom the connection was asked for
   * @param held whether the bytes are held back, so that the failure policy applies later
   * @throws FailurePolicyException if no token is available and the failure policy is {@code fail}
   */
  public static void note(Object bytes, ByteBuffer head, Object exchange, Peer peer, boolean held)
      throws FailurePolicyException {
    note(bytes, head, exchange, peer, held, exchange);
  }

  /**
   * Notes a rendered request as {@link #note} does, for {@link #takeOf}. Its failure policy was
   * applied before.
   *
   * @param connection the one that will send the bytes
   */
  public static void noteFor(
      Object connection, Object bytes, ByteBuffer head, Object exchange, Peer peer)
      throws FailurePolicyException {
    note(bytes, head, exchange, peer, true, connection);
  }

  private static void note(
      Object bytes, ByteBuffer head, Object exchange, Peer peer, boolean held, Object connection)
      throws FailurePolicyException {
    byte[] text = text(head);
    String path = RequestHead.path(text, peer);
    TargetedRequest target =
        path == null
            ? null
            : AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), path);
    if (path == null || target == null) {
      return;
    }
    if (!held) {
      target.prepare(RequestHead.authorization(text), false);
    }
    if (!used) { // Each write would make every core read it again
      used = true;
    }
    RenderedHead rendered = new RenderedHead(peer, path, text.length, exchange, connection);
    HEADS.put(bytes, rendered);
    HEADS.put(exchange, rendered);
  }

  /** The head with which those bytes begin; null if they are no request to a target. */
  public static @Nullable RenderedHead of(Object bytes) {
    return used ? HEADS.get(bytes) : null;
  }

  /**
   * {@link #of} for bytes that were noted for that connection, and forgets the bytes: for a client
   * that uses its buffers again. One of them may hold other bytes by then.
   */
  public static @Nullable RenderedHead takeOf(Object bytes, Object connection) {
    RenderedHead rendered = used ? HEADS.remove(bytes) : null;
    return rendered != null && rendered.connection.get() == connection ? rendered : null;
  }

  /** How many of the bytes belong to the head. */
  public int length() {
    return length;
  }

  /**
   * An authorized copy of the head, for a connection over TLS.
   *
   * @param session of the connection that is about to encrypt the head, after its handshake
   * @return null to send the bytes as they are
   * @throws FailurePolicyException if no token is available and the failure policy is {@code fail}
   */
  public byte @Nullable [] authorized(ByteBuffer head, @Nullable SSLSession session)
      throws FailurePolicyException {
    TargetedRequest target = take();
    return target != null && target.isProvenByTls(session) ? authorized(head, target) : null;
  }

  /**
   * An authorized copy of the head, for a connection without TLS.
   *
   * @param remote the other end of the connection's own channel, by its address
   * @return null to send the bytes as they are
   * @throws FailurePolicyException if no token is available and the failure policy is {@code fail}
   */
  public byte @Nullable [] authorized(ByteBuffer head, Peer remote) throws FailurePolicyException {
    TargetedRequest target = take();
    return target != null
            && target.isProvenByAddress(new InetSocketAddress(remote.host(), remote.port()))
        ? authorized(head, target)
        : null;
  }

  /** As the targets are now: the agent may have been switched off since the head was rendered. */
  private @Nullable TargetedRequest take() {
    taken = true;
    return AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), path);
  }

  private byte @Nullable [] authorized(ByteBuffer head, TargetedRequest target)
      throws FailurePolicyException {
    byte[] text = text(head);
    String existing = RequestHead.authorization(text);
    Object answered = exchange.get();
    String authorization =
        answered == null
            ? target.authorize(existing, false)
            : target.authorize(answered, existing, false);
    return authorization == null ? null : RequestHead.with(text, authorization);
  }

  /**
   * An authorized copy of a head that its client has rendered and not sent yet, for clients whose
   * connection is known by then. This thread waits for a first token.
   *
   * @param exchange the object by which the client reports the answer
   * @param peer whom the connection was asked for
   * @param socket what carries the request, the outermost layer of TLS. Its port must be the
   *     peer's, as a certificate names no port
   * @param proxy what the client was told to use. A socket that the JDK opens through an HTTP proxy
   *     gives the proxy's port
   * @return null to send the head as it is
   * @throws FailurePolicyException if no token is available and the failure policy is {@code fail}
   */
  public static byte @Nullable [] authorized(
      ByteBuffer head, Object exchange, Peer peer, Socket socket, Proxy proxy)
      throws FailurePolicyException {
    byte[] text = text(head);
    String path = RequestHead.path(text, peer);
    TargetedRequest target =
        path == null
            ? null
            : AuthorizationBridge.find(peer.scheme(), peer.host(), peer.port(), path);
    if (target == null) {
      return null;
    }
    if (socket.getPort() != peer.port() && !isTo(proxy, socket.getPort())) {
      target.unproven("the connection was opened to another port");
      return null;
    }
    if (!target.isProvenBy(socket)) {
      return null;
    }
    String authorization = target.authorize(exchange, RequestHead.authorization(text), true);
    return authorization == null ? null : RequestHead.with(text, authorization);
  }

  private static boolean isTo(Proxy proxy, int port) {
    SocketAddress address = proxy.address(); // Null if there is none
    return address instanceof InetSocketAddress && ((InetSocketAddress) address).getPort() == port;
  }

  /**
   * Called for each answer: reports a request whose bytes no known connection has taken, so that it
   * was sent without a token.
   */
  public static void answered(Object exchange) {
    RenderedHead rendered = used ? HEADS.remove(exchange) : null;
    if (rendered != null && !rendered.taken) {
      TargetedRequest target = rendered.take();
      if (target != null) {
        target.unproven("the agent cannot see where this connection leads");
      }
    }
  }

  static void clear() {
    HEADS.clear();
  }

  private static byte[] text(ByteBuffer head) {
    byte[] text = new byte[head.remaining()];
    head.duplicate().get(text);
    return text;
  }
}
