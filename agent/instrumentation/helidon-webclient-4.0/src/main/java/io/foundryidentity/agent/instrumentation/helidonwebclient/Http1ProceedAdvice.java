package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.FullClientRequest;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Settles what has to be known before a connection is taken: whether plain http goes to its host
 * without a proxy, and whether there is a token. It is waited for here, and the failure policy's
 * exception becomes Helidon's own kind, with no connection to give back.
 *
 * <p>A connection that the request brings along holds the unread answer when a 401 comes: such a
 * request is not sent again.
 */
final class Http1ProceedAdvice {

  private Http1ProceedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable IOException prepare(
      @Advice.Argument(0) WebClientServiceRequest request,
      @Advice.FieldValue("originalRequest") FullClientRequest<?> original) {
    ClientUri uri = request.uri();
    boolean secure = "https".equals(uri.scheme());
    String host = uri.host();
    Proxy proxy = original.proxy();
    boolean direct =
        "http".equals(uri.scheme())
            // No other host is a target without TLS, so that nothing is looked up for strangers
            && (host.startsWith("127.") || host.startsWith("["))
            && !original.connection().isPresent()
            && (proxy.type() == Proxy.ProxyType.NONE
                || (proxy.type() == Proxy.ProxyType.SYSTEM
                    && !proxy.isUsingSystemProxy("http://" + host + ":" + uri.port())
                    // A socket asks by the name that the address has
                    && !proxy.isUsingSystemProxy(
                        "http://"
                            + new InetSocketAddress(host, uri.port()).getHostName()
                            + ":"
                            + uri.port())));
    if (direct) {
      AuthorizationBridge.markDirect(request);
    } else if (!secure) {
      AuthorizationBridge.forget(request);
      return null;
    }
    if (original.connection().isPresent()) {
      AuthorizationBridge.markRetry(request);
    }
    try {
      AuthorizationBridge.prepare(
          uri.scheme(),
          uri.host(),
          uri.port(),
          uri.pathWithQueryAndFragment(),
          request.headers().first(HeaderNames.AUTHORIZATION).orElse(null),
          true);
      return null;
    } catch (IOException policy) {
      return policy;
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void end(
      @Advice.Enter @Nullable IOException policy,
      @Advice.Argument(0) WebClientServiceRequest request,
      @Advice.Return @Nullable WebClientServiceResponse response,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (policy != null) {
      thrown = new UncheckedIOException(policy.getMessage(), policy);
    } else if (response != null && response.status().code() == 401) {
      AuthorizationBridge.refused(request, false);
    } else if (response != null && response.status().code() == 403) {
      AuthorizationBridge.forbidden(request);
    } else if (response != null && response.status().code() / 100 == 2) {
      AuthorizationBridge.answered(request);
    }
  }
}
