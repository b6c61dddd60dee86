package io.foundryidentity.agent.instrumentation.okhttp2;

import com.squareup.okhttp.Connection;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.Route;
import com.squareup.okhttp.internal.http.HttpEngine;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.Proxy;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Lets a transport write a signed copy of the request; the request itself, which interceptors and
 * the response can see, stays as it was.
 *
 * <p>The URL's host is the one that TLS verified: a network interceptor cannot change it. The
 * thread is the caller's, or the dispatcher's that serves this one call.
 *
 * <p>Only plain http needs to know the route, and asks for it by reflection: {@code Connection} is
 * a class to 2.6 and an interface in 2.7, so that no one call instruction fits both. What was sent
 * stands with the engine, of which there is one for each hop.
 */
final class WriteRequestHeadersAdvice {

  private WriteRequestHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.FieldValue("httpEngine") HttpEngine engine,
      @Advice.Argument(value = 0, readOnly = false) Request request)
      throws Exception {
    URL url = request.url();
    if (request.isHttps()
        || ((Route) Connection.class.getMethod("getRoute").invoke(engine.getConnection()))
                .getProxy()
                .type()
            == Proxy.Type.DIRECT) {
      String authorization =
          AuthorizationBridge.authorize(
              engine,
              url.getProtocol(),
              url.getHost(),
              url.getPort(),
              url.getPath(),
              request.header("Authorization"),
              true);
      if (authorization != null) {
        Request.Builder signed = request.newBuilder();
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          signed.removeHeader(keyHeader);
        }
        request = signed.header("Authorization", authorization).build();
      }
    }
  }
}
