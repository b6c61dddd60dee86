package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;

/**
 * The way from the gateway to one target, over HTTP/1.1 and HTTP/2.
 *
 * <p>The first requests at a time have an HTTP/1.1 connection each ({@link Http1Hop}): a request
 * there costs a tenth of what it costs over HTTP/2 by the JDK's client. If there are more at a
 * time, the further ones share HTTP/2 connections, so that a thousand streams do not need a
 * thousand connections. The target decides: if it does not choose HTTP/2 (ALPN), they all have
 * HTTP/1.1 connections, and it is asked again after a while. If a request fails over HTTP/2, the
 * target is asked again at once. A target that refuses HTTP/1.1 gets HTTP/2 only.
 */
final class NextHop implements Closeable {

  /** The alert of a server to which none of the offered protocols is known (RFC 7301). */
  private static final String NO_PROTOCOL = "no_application_protocol";

  private static final long ASK_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final boolean secure;
  private final Http1Hop http1;
  private final Http2Hop http2;
  private final int separate;

  /** Requests that have an HTTP/1.1 connection. */
  private final AtomicInteger separated = new AtomicInteger();

  /** When the target declined HTTP/2, as a value of {@link System#nanoTime}; 0 if it did not. */
  private volatile long declined;

  private volatile boolean multiplexedOnly;

  /**
   * @param separate how many requests at a time have an HTTP/1.1 connection each although the
   *     target offers HTTP/2
   */
  NextHop(Target target, TargetTls tls, Http2Client client, Executor threads, int separate) {
    this.secure = target.scheme().equals("https");
    this.http1 = new Http1Hop(target, tls, threads);
    this.http2 = new Http2Hop(client, threads);
    this.separate = separate;
  }

  /** Sends a request, and waits for the answer's head. */
  TargetAnswer send(
      UpstreamRequest request, String authorization, ForwardedBody body, UpstreamCall call)
      throws IOException {
    boolean mayMultiplex = secure && mayOfferHttp2();
    if (!(mayMultiplex && multiplexedOnly)) {
      if (separated.incrementAndGet() <= separate || !mayMultiplex) {
        return separately(request, authorization, body, call, mayMultiplex);
      }
      separated.decrementAndGet();
    }
    boolean done = false;
    try {
      Http2Answer answer = http2.send(request, authorization, body, call);
      done = true;
      declined = answer.isHttp2() ? 0 : System.nanoTime() | 1;
      multiplexedOnly &= answer.isHttp2();
      return answer;
    } finally {
      if (!done) {
        multiplexedOnly = false;
      }
    }
  }

  private boolean mayOfferHttp2() {
    long since = declined;
    return since == 0 || System.nanoTime() - since > ASK_AGAIN_NANOS;
  }

  /** Over a connection that no other request uses. */
  private TargetAnswer separately(
      UpstreamRequest request,
      String authorization,
      ForwardedBody body,
      UpstreamCall call,
      boolean mayMultiplex)
      throws IOException {
    boolean answered = false;
    try {
      TargetAnswer answer =
          http1.send(request, authorization, body, call, separated::decrementAndGet);
      answered = true;
      return answer;
    } catch (SSLHandshakeException noHttp1) {
      if (!mayMultiplex || !String.valueOf(noHttp1.getMessage()).contains(NO_PROTOCOL)) {
        throw noHttp1;
      }
    } finally {
      if (!answered) {
        separated.decrementAndGet();
      }
    }
    // Nothing was sent
    Http2Answer answer = http2.send(request, authorization, body, call);
    multiplexedOnly = answer.isHttp2();
    return answer;
  }

  /** Closes connections that were idle for long; returns whether others are left. */
  boolean closeOld() {
    return http1.closeOld();
  }

  @Override
  public void close() {
    http1.close();
  }
}
