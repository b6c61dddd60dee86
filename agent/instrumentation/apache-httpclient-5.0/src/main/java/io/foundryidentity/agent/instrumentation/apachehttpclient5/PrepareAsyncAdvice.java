package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.jspecify.annotations.Nullable;

/**
 * Does four things before an asynchronous hop has a connection.
 *
 * <p>First, it notes whether the body can be sent again, which {@link RetryAsyncAdvice} cannot see.
 *
 * <p>Second, it notes to which host and port a tunnel leads; 5.0's session has the proxy's instead.
 *
 * <p>Third, it holds the hop while the first token is being fetched. The client's timeouts count
 * from when it asks for a connection, which is after the wait. The client's future cancels the
 * wait, as it would cancel the request for a connection.
 *
 * <p>Fourth, it applies the failure policy: an exception here fails the caller's future; in an
 * HTTP/2 connection it would end all other exchanges too.
 */
final class PrepareAsyncAdvice {

  private PrepareAsyncAdvice() {}

  /** Returns not null if the hop does not go on now: the failure policy's exception, or a hold. */
  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static @Nullable Object prepare(
      @Advice.This Object exec,
      @Advice.Argument(0) HttpRequest request,
      @Advice.Argument(1) @Nullable AsyncEntityProducer body,
      @Advice.Argument(2) AsyncExecChain.Scope scope,
      @Advice.Argument(4) AsyncExecCallback callback,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin Method execute)
      throws IOException, ReflectiveOperationException {
    if (body != null && !body.isRepeatable()) {
      AuthorizationBridge.markUnrepeatable(request);
    }
    HttpRoute route = scope.route;
    if (route.isTunnelled() && route.isSecure()) {
      KnownPeers.note(
          request,
          Peer.overTls(route.getTargetHost().getHostName(), route.getTargetHost().getPort()));
    }
    if (route.isSecure() || route.getProxyHost() == null) {
      TargetedRequest target =
          AuthorizationBridge.find(
              route.getTargetHost().getSchemeName(),
              route.getTargetHost().getHostName(),
              route.getTargetHost().getPort(),
              request.getPath());
      if (target != null) {
        Header header = request.getFirstHeader("Authorization");
        String existing = header == null ? null : header.getValue();
        HeldCall held = HeldCall.of(target, request, existing);
        if (held != null) {
          MethodHandles.Lookup client = MethodHandles.lookup();
          scope.cancellableDependency.setDependency(
              (Cancellable) held.cancellable(Cancellable.class));
          held.begin(
              MethodHandles.insertArguments(client.unreflect(execute).bindTo(exec), 0, arguments),
              client
                  .findVirtual(
                      AsyncExecCallback.class,
                      "failed",
                      MethodType.methodType(void.class, Exception.class))
                  .bindTo(callback));
          return held;
        }
        try {
          target.prepare(existing, false);
        } catch (java.net.ProtocolException policy) {
          return policy;
        }
      }
    }
    return null;
  }

  /**
   * After a hold the client would send again for an I/O failure, but not for a violation of the
   * protocol.
   */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void fail(
      @Advice.Enter @Nullable Object instead,
      @Advice.Argument(0) HttpRequest request,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    if (instead instanceof IOException) {
      IOException policy = (IOException) instead;
      thrown =
          HeldCall.wasHeld(request) ? new ProtocolException(policy.getMessage(), policy) : policy;
    }
  }
}
