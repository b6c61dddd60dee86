package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.net.Proxy;
import net.bytebuddy.asm.Advice;
import okhttp3.Connection;
import okhttp3.Interceptor;

/**
 * Notes which plain-http requests go to their host without a proxy.
 *
 * <p>The codecs hold their connection in a field that each version names and types differently; the
 * interceptor that calls them has it from the public API. A request without this note is not
 * signed: where the note is missing, nothing leaks.
 */
final class RouteAdvice {

  private RouteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void noteDirect(@Advice.Argument(0) Interceptor.Chain chain) {
    if (!chain.request().isHttps()) {
      Connection connection = chain.connection();
      if (connection != null && connection.route().proxy().type() == Proxy.Type.DIRECT) {
        AuthorizationBridge.markDirect(chain.request());
      }
    }
  }
}
