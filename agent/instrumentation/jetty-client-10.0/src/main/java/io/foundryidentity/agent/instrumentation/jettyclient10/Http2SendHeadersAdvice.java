package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.utility.JavaConstant.MethodHandle.HandleType;
import org.eclipse.jetty.client.HttpDestination;
import org.eclipse.jetty.client.HttpExchange;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.client.http.HttpChannelOverHTTP2;
import org.eclipse.jetty.http2.client.http.HttpSenderOverHTTP2;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.Callback;

/**
 * {@link SendHeadersAdvice} for HTTP/2, whose streams share the connection of their session. A
 * session begins after the handshake, so nothing is held.
 */
final class Http2SendHeadersAdvice {

  private Http2SendHeadersAdvice() {}

  /**
   * @param channelOf the sender's protected method {@code getHttpChannel}
   */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean decide(
      @Advice.This HttpSenderOverHTTP2 sender,
      @Advice.Argument(0) HttpExchange exchange,
      @Advice.Argument(3) Callback callback,
      @Advice.Handle(
              type = HandleType.INVOKE_VIRTUAL,
              owner = HttpSenderOverHTTP2.class,
              name = "getHttpChannel",
              returnType = HttpChannelOverHTTP2.class,
              parameterTypes = {})
          MethodHandle channelOf)
      throws Throwable {
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
    HttpChannelOverHTTP2 channel = (HttpChannelOverHTTP2) channelOf.invokeExact(sender);
    EndPoint endPoint = ((HTTP2Session) channel.getSession()).getEndPoint();
    boolean unused = // An unproven connection gets no value
        endPoint instanceof SslConnection.DecryptedEndPoint
            ? target.isProvenByTls(
                ((SslConnection.DecryptedEndPoint) endPoint)
                    .getSslConnection()
                    .getSSLEngine()
                    .getSession())
            : target.isProvenByChannel(endPoint.getTransport());
    try {
      String authorization =
          target.authorize(request, request.getHeaders().get("Authorization"), false);
      if (authorization != null) {
        AuthorizationBridge.handOver(
            request, new HttpField(HttpHeader.AUTHORIZATION, authorization));
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
