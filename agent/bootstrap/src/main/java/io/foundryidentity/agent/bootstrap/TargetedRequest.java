package io.foundryidentity.agent.bootstrap;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One hop of a request that goes to a target: the target, which was looked up once, the request's
 * address and path, and the {@code Authorization} value that was sent.
 *
 * <p>It gives no value until its connection is proven to lead to the target: the advice shows what
 * carries the request to one of the {@code isProvenBy} methods first. So a client whose advice
 * forgets it gets no token.
 *
 * <p>Its methods throw only the failure policy's {@link FailurePolicyException}.
 *
 * <p>Public for advice, which gets it from {@link AuthorizationBridge#find}.
 */
public final class TargetedRequest {

  private final RequestTarget target;
  private final boolean tls;
  private final int port;
  private boolean proven;
  private boolean refuted;

  /**
   * What ends a wait for the token; null again after it, as notes must not hold clients' objects.
   */
  private @Nullable Socket socket;

  private @Nullable Object call;
  private @Nullable Class<?> callApi;
  private String callGetter = "";
  private @Nullable String callQuestion;
  private boolean waited;
  private boolean overdue;

  /** In milliseconds. */
  private long waitLimit = Long.MAX_VALUE;

  /** It was to have a token, and there was none. */
  private boolean lacksToken;

  final String host;
  final @Nullable String path;

  /** {@link RequestTarget#NO_TOKEN} while there is none; written before others see this object. */
  String value = RequestTarget.NO_TOKEN;

  TargetedRequest(RequestTarget target, boolean tls, String host, int port, @Nullable String path) {
    this.target = target;
    this.tls = tls;
    this.host = host;
    this.port = port > 0 ? port : tls ? 443 : 80;
    this.path = path;
  }

  /** The same request, sent with another value. */
  TargetedRequest with(String sent) {
    TargetedRequest other = new TargetedRequest(target, tls, host, port, path);
    other.value = sent;
    other.waitLimit = waitLimit;
    return other;
  }

  /**
   * Whether that socket, which carries the request, leads to the target: over TLS by the server's
   * certificate, without TLS by the address of its other end. If not, the target is told once why.
   *
   * <p>A thread that waits for the token stops when that socket is closed.
   *
   * @param carrier the socket that the client writes to, the outermost layer of TLS
   */
  public boolean isProvenBy(@Nullable Socket carrier) {
    try {
      socket = carrier;
      return isProven(
          tls
              ? ConnectionProof.ofTls(carrier, host, port)
              : ConnectionProof.ofPlain(carrier, host, port));
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /**
   * Whether that TLS session carries the request to the target.
   *
   * @param session the connection's own, after its handshake; null if the connection has no TLS
   */
  public boolean isProvenByTls(@Nullable SSLSession session) {
    try {
      return isProven(
          tls
              ? ConnectionProof.ofTls(session, host, port)
              : "the target is http, and the connection is not");
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /**
   * Whether the server with that certificate is the target, for clients with a TLS of their own.
   *
   * @param certificate the server's own, from the handshake of this connection
   */
  public boolean isProvenByCertificate(@Nullable Certificate certificate) {
    try {
      return isProven(
          tls
              ? ConnectionProof.ofCertificate(certificate, host)
              : "the target is http, and the connection is not");
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /**
   * Whether a connection without TLS leads to the target, for clients of channels.
   *
   * @param remote the other end as a channel names it; a {@link Socket}'s own word may be that of a
   *     SOCKS proxy
   */
  public boolean isProvenByAddress(@Nullable SocketAddress remote) {
    try {
      return isProven(
          tls ? "the connection does not use TLS" : ConnectionProof.ofPlain(remote, host, port));
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /**
   * Whether that connection of {@code java.net.http} leads to the target.
   *
   * @param caller a look-up of a class in the connection's package, which may call its methods
   */
  public boolean isProvenBy(MethodHandles.Lookup caller, Object connection) {
    try {
      Object wire = KnownWires.of(caller, connection);
      if (wire instanceof SocketChannel) {
        return isProvenByAddress(((SocketChannel) wire).getRemoteAddress());
      }
      if (wire instanceof SSLSession) {
        return isProvenByTls((SSLSession) wire);
      }
      return isProvenByTls(wire instanceof SSLEngine ? ((SSLEngine) wire).getSession() : null);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /**
   * {@link #isProvenByAddress} of a channel's other end.
   *
   * @param channel anything else than an open {@link SocketChannel} proves nothing
   */
  public boolean isProvenByChannel(@Nullable Object channel) {
    SocketAddress remote = null;
    try {
      if (channel instanceof SocketChannel) {
        remote = ((SocketChannel) channel).getRemoteAddress();
      }
    } catch (IOException closed) {
      // No address, no proof
    }
    return isProvenByAddress(remote);
  }

  /** Whether what was noted of a connection, a certificate or an address, proves it now. */
  public boolean isProvenBy(@Nullable Peer peer) {
    Object evidence = peer == null ? null : peer.evidence();
    if (evidence instanceof Certificate) {
      return isProvenByCertificate((Certificate) evidence);
    }
    if (evidence instanceof SocketAddress) {
      return isProvenByAddress((SocketAddress) evidence);
    }
    return isProven("the agent cannot see where this connection leads");
  }

  private boolean isProven(@Nullable String fault) {
    proven = fault == null;
    refuted = fault != null;
    if (fault != null) {
      unproven(fault);
    }
    return proven;
  }

  /** {@link RequestTarget#unproven}, for what only the client's own advice can know. */
  public void unproven(String fault) {
    try {
      target.unproven(fault);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }

  /**
   * {@link RequestTarget#authorize}; and remembers the answer with {@code exchange}, the client's
   * own object for this hop, so that its answer can be judged. A client that uses one object for
   * several hops asks this also if the connection is not proven: the answer is null then, and what
   * an earlier hop sent is forgotten.
   *
   * @return the value to set, or null to leave the request alone
   */
  public @Nullable String authorize(Object exchange, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    String answer = answer(exchange, existing, mayWait);
    if (answer == null) {
      return null;
    }
    ExchangeNotes.remember(exchange, this);
    return answer.isEmpty() ? null : answer;
  }

  /**
   * The same for an exchange of {@link AuthorizationBridge#begin}: what was sent stays with this
   * thread, which judges the answer.
   *
   * @return the value to set, or null to leave the request alone
   */
  public @Nullable String authorizeBegun(
      Object exchange, @Nullable String existing, boolean mayWait) throws FailurePolicyException {
    String answer = answer(exchange, existing, mayWait);
    if (answer == null) {
      return null;
    }
    // An application may write its request without the method that begins one
    if (!HandedOver.replace(exchange, AuthorizationBridge.BEGUN, this)) {
      ExchangeNotes.remember(exchange, this);
    }
    return answer.isEmpty() ? null : answer;
  }

  private @Nullable String answer(Object exchange, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    String answer = answer(existing, mayWait);
    if (answer == null) {
      ExchangeNotes.forgetSent(exchange); // Its answer must not count as that of an earlier hop
    }
    return answer;
  }

  /** Keeps the answer with this object. */
  private @Nullable String answer(@Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    String answer = ask(existing, mayWait);
    lacksToken = answer != null && answer.isEmpty();
    if (answer != null) {
      value = answer;
    }
    return answer;
  }

  /**
   * {@link RequestTarget#authorize} for a client that itself knows later what it sent, or has this
   * object at hand then: it calls one of the {@code ended} of {@link AuthorizationBridge}.
   *
   * @return the value to set, or null to leave the request alone
   */
  public @Nullable String authorize(@Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    String answer = answer(existing, mayWait);
    return answer == null || answer.isEmpty() ? null : answer;
  }

  /** Whether the request had a token of the agent's, or was to have one. */
  boolean isOurs() {
    return lacksToken || !value.isEmpty();
  }

  /**
   * The longest time that this request waits for a token, with a 401's other token too, because its
   * call has a deadline.
   *
   * @param millis no limit if not positive
   */
  public void waitAtMost(long millis) {
    waitLimit = millis > 0 ? millis : Long.MAX_VALUE;
  }

  /**
   * Names the mark that the client sets when the application cancels the call, or when its deadline
   * is over: a thread that waits for the token stops then.
   *
   * @param api a public type of the client
   * @param owner an object of it
   * @param getter of that type, without parameters; its result is the call
   * @param question of the getter's type, without parameters; true once the call has ended
   */
  public void endsWith(Class<?> api, Object owner, String getter, String question) {
    callApi = api;
    call = owner;
    callGetter = getter;
    callQuestion = question;
  }

  /**
   * {@link #endsWith} for a client that keeps the mark, or a reason, with that object itself.
   *
   * @param getter of {@code api}, without parameters; false or null until the call has ended
   */
  public void endsOnce(Class<?> api, Object owner, String getter) {
    callApi = api;
    call = owner;
    callGetter = getter;
    callQuestion = null;
  }

  /**
   * Whether it has waited for as long as {@link #waitAtMost} said, for a client whose own timer
   * does not run at that moment.
   */
  public boolean isOverdue() {
    return overdue;
  }

  /**
   * Fails a call whose socket was closed while it waited, for a client that would open another one
   * and send the request there.
   */
  public void failIfClosed(@Nullable Socket carrier) throws FailurePolicyException {
    if (waited && WaitingCall.isClosed(carrier)) {
      throw ended();
    }
  }

  private static FailurePolicyException ended() {
    return new FailurePolicyException("foundry-identity: the call ended before its token came");
  }

  private @Nullable String ask(@Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    try {
      if (refuted) {
        return null;
      }
      if (!proven) {
        throw new IllegalStateException("nothing proves where the connection leads");
      }
      String answer = target.authorize(path, existing, mayWait);
      return RequestTarget.LATE.equals(answer) ? askLate(existing) : answer;
    } catch (FailurePolicyException policy) {
      throw policy;
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return null;
    } finally {
      socket = null;
      call = null;
      callApi = null;
    }
  }

  private @Nullable String askLate(@Nullable String existing) throws FailurePolicyException {
    return awaitToken(existing) ? target.authorize(path, existing, false) : null;
  }

  /**
   * Waits while the first token is being fetched.
   *
   * @return false if the call's own deadline is over: the client ends it, so that nothing is sent
   *     and nothing is to be said
   * @throws FailurePolicyException if the client has cancelled the call meanwhile and would still
   *     write its head. Where it has closed the socket the write fails by itself, and the client
   *     then does what belongs to that failure: OkHttp would use such a connection again otherwise
   */
  private boolean awaitToken(@Nullable String existing) throws FailurePolicyException {
    WaitingCall waiting = waiting();
    long start = System.nanoTime();
    waited = true;
    target.await(path, existing, waiting);
    overdue = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) >= waitLimit;
    if (waiting.isCanceled()) {
      throw ended();
    }
    return !overdue;
  }

  /** Apart from this object, which needs no memory while nobody waits. */
  private WaitingCall waiting() {
    WaitingCall over = WaitingCall.over(socket, waitLimit);
    if (call == null || callApi == null) {
      return over;
    }
    return callQuestion == null
        ? over.endedBy(callApi, call, callGetter)
        : over.endedBy(callApi, call, callGetter, callQuestion);
  }

  /**
   * Waits for a token and applies the failure policy before {@link #authorize}: in a place where
   * the client may still wait, and where it handles the policy's exception as a failure of the
   * request.
   */
  public void prepare(@Nullable String existing, boolean mayWait) throws FailurePolicyException {
    try {
      if (target.prepare(path, existing, mayWait) && awaitToken(existing)) {
        target.prepare(path, existing, false);
      }
    } catch (FailurePolicyException policy) {
      throw policy;
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }

  /**
   * Remembers with {@code exchange} the value that is about to be sent by a join point that does
   * not know this object.
   */
  public void expect(Object exchange, @Nullable String existing) {
    String present = present(existing);
    if (present != null) {
      ExchangeNotes.remember(exchange, with(present));
    }
  }

  /** {@link RequestTarget#defer}, for event loops, which can hold a request back but never wait. */
  public boolean defer(@Nullable String existing, Runnable whenSettled) {
    try {
      return target.defer(path, existing, whenSettled);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /**
   * Reports an answer, for a client that itself remembers what it sent.
   *
   * @param sent the {@code Authorization} value of the request, or null
   */
  public void answered(int status, @Nullable String sent) {
    if (sent != null) {
      TargetedRequest request = with(sent);
      if (status == 401) {
        request.refused(false);
      } else if (status == 403) {
        request.forbidden();
      } else if (status / 100 == 2) {
        request.accepted();
      }
    }
  }

  /** {@link RequestTarget#accepted} of what was sent. A replaced target need not know it. */
  void accepted() {
    if (value.isEmpty()) {
      return;
    }
    try {
      target.accepted(path, value);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }

  /** {@link RequestTarget#concerns}. */
  boolean concerns(@Nullable String existing) {
    try {
      return target.concerns(path, existing);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /** {@link RequestTarget#present}, of the target as it is configured now. */
  @Nullable String present(@Nullable String existing) {
    try {
      RequestTarget now = target.now(host, path);
      return now == null ? null : now.present(path, existing);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return null;
    }
  }

  /** Whether a token is available now for a request that was sent without one. */
  boolean hasToken(boolean mayWait) {
    try {
      RequestTarget now = target.now(host, path);
      String answer = now == null ? null : now.authorize(path, null, mayWait);
      if (now != null && RequestTarget.LATE.equals(answer)) {
        now.await(path, null, waiting());
        answer = now.authorize(path, null, false);
      }
      return answer != null && !answer.isEmpty();
    } catch (FailurePolicyException stillNone) {
      return false;
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /** {@link RequestTarget#refused} of what was sent, by the target as it is configured now. */
  boolean refused(boolean mayWait) {
    return refused(value, mayWait);
  }

  /**
   * @param sent the value that was sent, if a layer below sent another one than expected
   */
  boolean refused(String sent, boolean mayWait) {
    if (sent.isEmpty()) {
      return false;
    }
    try {
      RequestTarget now = target.now(host, path);
      return now != null && now.refused(host, path, sent, mayWait ? waitLimit : 0);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  /** {@link RequestTarget#deferRefused}, by the target as it is configured now. */
  boolean deferRefused(String sent, Runnable whenSettled) {
    try {
      RequestTarget now = target.now(host, path);
      return now != null && now.deferRefused(path, sent, whenSettled);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return false;
    }
  }

  void retried() {
    try {
      RequestTarget now = target.now(host, path);
      if (now != null) {
        now.retried();
      }
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }

  /** {@link RequestTarget#forbidden} of what was sent, by the target as it is configured now. */
  void forbidden() {
    if (value.isEmpty()) {
      return;
    }
    try {
      RequestTarget now = target.now(host, path);
      if (now != null) {
        now.forbidden(host, path, value);
      }
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }
}
