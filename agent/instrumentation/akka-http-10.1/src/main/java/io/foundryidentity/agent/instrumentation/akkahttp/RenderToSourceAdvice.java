package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.impl.engine.rendering.RequestRenderingContext;
import akka.http.javadsl.model.HttpHeader;
import akka.http.scaladsl.model.HttpMethod;
import akka.stream.scaladsl.Source;
import akka.stream.scaladsl.Source$;
import akka.util.ByteString;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Optional;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

/**
 * Holds a request of a single connection while the first token is being fetched: its bytes are a
 * source that starts later.
 *
 * <p>The stream of a connection renders one request after another, so the order stays, and a stream
 * that ends meanwhile never starts the source. The connection is open, so the client's {@code
 * idle-timeout} counts the wait. {@link DispatchAdvice} holds a pool's requests before.
 */
final class RenderToSourceAdvice {

  private RenderToSourceAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable Promise<Object> hold(
      @Advice.This Object renderer,
      @Advice.Argument(0) RequestRenderingContext context,
      @Advice.Origin Method render)
      throws ReflectiveOperationException {
    HttpMethod method = context.request().method();
    Peer peer = KnownPeers.of(method);
    if (peer == null) {
      return null;
    }
    TargetedRequest target =
        AuthorizationBridge.find(
            peer.scheme(), peer.host(), peer.port(), context.request().uri().path().toString());
    if (target == null) {
      return null;
    }
    Optional<HttpHeader> existing = context.request().getHeader("Authorization");
    HeldCall held =
        HeldCall.of(target, method, existing.isPresent() ? existing.get().value() : null);
    if (held == null) {
      return null;
    }
    Promise<Object> bytes = Promise$.MODULE$.apply();
    MethodHandles.Lookup client = MethodHandles.lookup();
    MethodHandle again =
        MethodHandles.insertArguments(client.unreflect(render).bindTo(renderer), 0, context);
    held.begin(
        MethodHandles.filterReturnValue(
            again.asType(MethodType.methodType(Object.class)),
            client
                .findVirtual(
                    Promise.class, "trySuccess", MethodType.methodType(boolean.class, Object.class))
                .bindTo(bytes)),
        client
            .findVirtual(
                Promise.class, "tryFailure", MethodType.methodType(boolean.class, Throwable.class))
            .bindTo(bytes));
    return bytes;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  @SuppressWarnings({"unchecked", "rawtypes", "deprecation"}) // The way of Akka 2.5
  static void startLater(
      @Advice.Enter @Nullable Promise<Object> bytes,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
          Source<ByteString, Object> source) {
    if (bytes != null) {
      source = Source$.MODULE$.fromFutureSource((scala.concurrent.Future) bytes.future());
    }
  }
}
