package io.foundryidentity.agent.instrumentation.copilotsdk;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's {@code JsonRpcClient}, a package-private class.
 *
 * <p>Calls through this class are not changed again. The reference to the SDK's object is weak, as
 * the object is also a key in {@link Connections}.
 */
final class JsonRpc {

  private static final ThreadLocal<Boolean> CALLING = new ThreadLocal<>();

  private final WeakReference<Object> client;
  private final Json json;
  private final MethodHandle invoke;
  private final MethodHandle sendResponse;
  private final MethodHandle sendErrorResponse;
  private final MethodHandle handlers;
  private final MethodHandle socket;
  private final MethodHandle process;

  JsonRpc(MethodHandles.Lookup sdk, Object client) throws ReflectiveOperationException {
    Class<?> type = sdk.lookupClass();
    this.client = new WeakReference<>(client);
    json = new Json(sdk);
    invoke =
        sdk.findVirtual(
            type,
            "invoke",
            methodType(CompletableFuture.class, String.class, Object.class, Class.class));
    sendResponse =
        sdk.findVirtual(type, "sendResponse", methodType(void.class, Object.class, Object.class));
    sendErrorResponse =
        sdk.findVirtual(
            type,
            "sendErrorResponse",
            methodType(void.class, Object.class, int.class, String.class));
    handlers = sdk.findGetter(type, "notificationHandlers", Map.class);
    socket = sdk.findGetter(type, "socket", Socket.class);
    process = sdk.findGetter(type, "process", Process.class);
  }

  /** Whether this thread is making a call through this class. */
  static boolean isCalling() {
    return CALLING.get() != null;
  }

  Json json() {
    return json;
  }

  @SuppressWarnings("unchecked") // The caller says of which type the answer is.
  CompletableFuture<Object> invoke(String method, @Nullable Object parameters, Class<?> answer) {
    CALLING.set(Boolean.TRUE);
    try {
      return (CompletableFuture<Object>) invoke.invoke(client(), method, parameters, answer);
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    } finally {
      CALLING.remove();
    }
  }

  void respond(long id, Map<String, ?> result) {
    try {
      sendResponse.invoke(client(), (Object) id, (Object) result);
    } catch (Throwable gone) {
      throw new IllegalStateException(gone);
    }
  }

  void refuse(long id, int code, String message) {
    try {
      sendErrorResponse.invoke(client(), (Object) id, code, message);
    } catch (Throwable gone) {
      throw new IllegalStateException(gone);
    }
  }

  /** The SDK's handlers for calls from the program, by the call's name. */
  @SuppressWarnings("unchecked")
  Map<String, BiConsumer<String, Object>> handlers() {
    try {
      return (Map<String, BiConsumer<String, Object>>) handlers.invoke(client());
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Null if the connection is not over TCP. */
  @Nullable Socket socket() {
    try {
      return (Socket) socket.invoke(client());
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The program as a child process; null if it is not one, or if the connection is over TCP. */
  @Nullable Process process() {
    try {
      return (Process) process.invoke(client());
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private Object client() {
    Object there = client.get();
    if (there == null) {
      throw new IllegalStateException("the connection is gone");
    }
    return there;
  }
}
