package io.foundryidentity.agent.instrumentation.netty3;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jboss.netty.handler.codec.http.DefaultHttpRequest;
import org.jboss.netty.handler.codec.http.HttpMessage;
import org.jboss.netty.handler.codec.http.HttpRequest;

/**
 * Encodes an authorized copy of the headers of a request that {@link WriteAdvice} decided to
 * authorize.
 */
final class EncodeHeadersAdvice {

  private EncodeHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(@Advice.Argument(value = 1, readOnly = false) HttpMessage message) {
    if (message instanceof HttpRequest) {
      CharSequence authorization = AuthorizationBridge.take(message);
      if (authorization != null) {
        HttpRequest request = (HttpRequest) message;
        HttpMessage authorized =
            new DefaultHttpRequest(
                request.getProtocolVersion(), request.getMethod(), request.getUri());
        for (Map.Entry<String, String> header : request.headers()) {
          if (!AuthorizationBridge.isCredential(header.getKey())) {
            authorized.headers().add(header.getKey(), header.getValue());
          }
        }
        authorized.headers().add("Authorization", authorization.toString());
        message = authorized;
      }
    }
  }
}
