package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.net.Proxy;
import net.bytebuddy.asm.Advice;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;

/**
 * Settles three things before the codec is called.
 *
 * <p>First, whether a plain-http request goes to its host without a proxy: the codecs hold their
 * connection in a field that each version names and types differently, here it comes from the
 * public API. A request without this note is not signed: where the note is missing, nothing leaks.
 *
 * <p>Second, whether https is meant: a network interceptor may have changed the scheme, but not the
 * connection.
 *
 * <p>Third, the failure policy. From 3.14 on, a codec's exception makes OkHttp wait for an early
 * response, until the read timeout; one that is thrown here ends the call at once.
 */
final class CallServerAdvice {

  private CallServerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void prepare(@Advice.Argument(0) Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    HttpUrl url = request.url();
    Connection connection = chain.connection();
    boolean direct = connection != null && connection.route().proxy().type() == Proxy.Type.DIRECT;
    if (direct && !url.isHttps()) {
      AuthorizationBridge.markDirect(request);
    }
    if (url.isHttps()
        && connection != null
        && connection.route().address().sslSocketFactory() == null) {
      AuthorizationBridge.markUnencrypted(request);
    } else if (direct || url.isHttps()) {
      AuthorizationBridge.prepare(
          url.scheme(),
          url.host(),
          url.port(),
          url.encodedPath(),
          request.header("Authorization"),
          true);
    }
  }
}
