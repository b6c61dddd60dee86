package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.BearerForms;
import io.foundryidentity.agent.bootstrap.HandshakeWait;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpDestination;
import org.eclipse.jetty.client.HttpExchange;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.client.http.HttpSenderOverHTTP;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Decides on a request of HTTP/1.1 where its headers are written.
 *
 * <p>The destination says whose request it is, and the connection's own end proves that it leads
 * there: the session of its outermost TLS, or the address of its channel. The failure policy ends
 * the request like a failed write, and nothing is written.
 *
 * <p>Jetty writes the first request of a connection before the handshake and leaves it to TLS to
 * keep it. Such a write is held: this begins the handshake, as the write would, and the connection
 * reads already.
 */
final class SendHeadersAdvice {

  private SendHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean decide(
      @Advice.This HttpSenderOverHTTP sender,
      @Advice.Argument(0) HttpExchange exchange,
      @Advice.Argument(3) Callback callback,
      @Advice.SelfCallHandle MethodHandle again) {
    HttpRequest request = exchange.getRequest();
    HttpDestination destination = exchange.getHttpDestination();
    boolean secure =
        HttpScheme.HTTPS.is(destination.getScheme()) || HttpScheme.WSS.is(destination.getScheme());
    TargetedRequest target =
        "CONNECT".equalsIgnoreCase(request.getMethod())
            ? null
            : AuthorizationBridge.find(
                secure ? "https" : "http",
                destination.getHost(),
                destination.getPort(),
                request.getPath());
    if (target == null) {
      return false;
    }
    target.waitAtMost(request.getTimeout()); // For another token after a refusal
    EndPoint endPoint = sender.getHttpChannel().getHttpConnection().getEndPoint();
    boolean unused; // An unproven connection gets no value
    if (endPoint instanceof SslConnection.DecryptedEndPoint) {
      SslConnection tls = ((SslConnection.DecryptedEndPoint) endPoint).getSslConnection();
      SSLSession session = tls.getSSLEngine().getSession();
      if (HandshakeWait.isNeeded(session, sender)) {
        HandshakeWait wait =
            new HandshakeWait(again, sender, destination.getHttpClient().getExecutor());
        tls.addHandshakeListener((SslHandshakeListener) wait.listener(SslHandshakeListener.class));
        try {
          endPoint.flush(BufferUtil.EMPTY_BUFFER);
          wait.look(tls.getSSLEngine().getSession());
          return !wait.hasFailed(tls.getSSLEngine());
        } catch (Throwable failure) {
          wait.cancel();
          callback.failed(failure);
        }
        return true;
      }
      unused = target.isProvenByTls(session);
    } else {
      unused = target.isProvenByChannel(endPoint.getTransport());
    }
    try {
      String authorization =
          target.authorize(request, request.getHeaders().get("Authorization"), false);
      if (authorization != null) {
        Object field = BearerForms.objectOf(authorization, PreEncodedHttpField.class);
        if (field == null) {
          field = new PreEncodedHttpField(HttpHeader.AUTHORIZATION, authorization);
          BearerForms.keepObject(authorization, field);
        }
        AuthorizationBridge.handOver(request, field);
      }
    } catch (IOException policy) {
      callback.failed(policy);
      return true;
    }
    return false;
  }

  /** Clears the hand-over, which must end with this method. */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void clear(@Advice.Argument(0) HttpExchange exchange) {
    AuthorizationBridge.take(exchange.getRequest());
  }
}
