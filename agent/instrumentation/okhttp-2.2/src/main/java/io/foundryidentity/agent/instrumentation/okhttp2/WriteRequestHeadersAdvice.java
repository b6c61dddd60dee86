package io.foundryidentity.agent.instrumentation.okhttp2;

import com.squareup.okhttp.Connection;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.internal.http.HttpEngine;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.net.Socket;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Lets a transport write an authorized copy of the request; the request itself, which interceptors
 * and the response can see, stays as it was.
 *
 * <p>The socket of the engine's connection says where the request goes; a network interceptor may
 * have changed the scheme. The thread is the caller's, or the dispatcher's thread for this one
 * call.
 *
 * <p>The socket comes by reflection: {@code Connection} is a class up to 2.6 and an interface in
 * 2.7, so no call instruction works for both. What was sent is noted with the engine; there is one
 * engine for each hop.
 */
final class WriteRequestHeadersAdvice {

  private WriteRequestHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.FieldValue("httpEngine") HttpEngine engine,
      @Advice.Argument(value = 0, readOnly = false) Request request)
      throws Exception {
    URL url = request.url();
    TargetedRequest target =
        AuthorizationBridge.find(url.getProtocol(), url.getHost(), url.getPort(), url.getPath());
    if (target == null) {
      return;
    }
    Socket socket = (Socket) Connection.class.getMethod("getSocket").invoke(engine.getConnection());
    if (target.isProvenBy(socket)) {
      String authorization = target.authorize(engine, request.header("Authorization"), true);
      if (authorization != null) {
        Request.Builder authorized = request.newBuilder();
        for (String keyHeader : AuthorizationBridge.keyHeaders()) {
          authorized.removeHeader(keyHeader);
        }
        request = authorized.header("Authorization", authorization).build();
      }
    }
  }
}
