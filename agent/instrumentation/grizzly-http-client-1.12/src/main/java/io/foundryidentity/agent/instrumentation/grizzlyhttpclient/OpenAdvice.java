package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import com.ning.http.client.AsyncHttpClientConfig;
import com.ning.http.client.Request;
import com.ning.http.client.uri.Uri;
import com.ning.http.util.ProxyUtils;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.TimeoutException;
import net.bytebuddy.asm.Advice;
import org.glassfish.grizzly.CompletionHandler;

/**
 * Holds a request back while the first token is being fetched, before it asks for a connection. No
 * thread waits for it.
 *
 * <p>The client counts its request timeout on a connection. Here it is counted from the call on, so
 * that a held request fails as late as the application has allowed, and as the client says it.
 */
final class OpenAdvice {

  /** Inlined by the compiler, as every constant in advice; a literal is one object in a JVM. */
  static final String CALL = "foundry-identity.grizzly-call";

  private OpenAdvice() {}

  /** Returns whether the request asks for no connection now. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static boolean hold(
      @Advice.This Object connections,
      @Advice.Origin Method open,
      @Advice.FieldValue("config") AsyncHttpClientConfig config,
      @Advice.Argument(0) Request request,
      @Advice.Argument(1) CompletionHandler<?> whenOpen)
      throws ReflectiveOperationException {
    Uri uri = request.getUri();
    boolean tls = "https".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
    TargetedRequest target =
        AuthorizationBridge.find(
            tls ? "https" : "http", uri.getHost(), uri.getPort(), uri.getPath());
    if (target == null || (!tls && ProxyUtils.getProxyServer(config, request) != null)) {
      return false;
    }
    HeldCall held =
        HeldCall.of(target, whenOpen, request.getHeaders().getFirstValue("Authorization"));
    if (held == null) {
      return false;
    }
    MethodHandles.Lookup client = MethodHandles.lookup();
    held.begin(
        MethodHandles.insertArguments(client.unreflect(open), 0, connections, request, whenOpen),
        client
            .findVirtual(
                CompletionHandler.class,
                "failed",
                MethodType.methodType(void.class, Throwable.class))
            .bindTo(whenOpen));
    held.endAfter(
        request.getRequestTimeout() > 0 ? request.getRequestTimeout() : config.getRequestTimeout(),
        new TimeoutException("Timeout exceeded"));
    AuthorizationBridge.handOver(CALL, held);
    return true;
  }
}
