package io.foundryidentity.agent.instrumentation.ktorclient;

import io.ktor.client.HttpClientConfig;
import io.ktor.client.plugins.HttpClientPlugin;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpStatement;
import io.ktor.utils.io.ByteReadChannel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import kotlin.Unit;
import kotlin.coroutines.Continuation;

/** What the versions name differently. */
final class KtorVersion {

  private KtorVersion() {}

  /** Sends a request and gives its response before the body is there. */
  static Object fetch(HttpStatement statement, Continuation<? super HttpResponse> continuation) {
    String name =
        has(HttpStatement.class, "executeUnsafe") ? "executeUnsafe" : "fetchStreamingResponse";
    return call(method(HttpStatement.class, name, Continuation.class), statement, continuation);
  }

  static ByteReadChannel body(HttpResponse response) {
    String name = has(HttpResponse.class, "getContent") ? "getContent" : "getRawContent";
    return (ByteReadChannel) call(method(HttpResponse.class, name), response);
  }

  /** Whether Ktor takes a certificate that names no host for any host's: 2.3.12 and later. */
  static boolean takesNamelessCertificates() {
    return !has(HttpStatement.class, "executeUnsafe");
  }

  /** Redirects from https to http too, and of requests that are no GET. */
  @SuppressWarnings("unchecked")
  static void followEverything(HttpClientConfig<?> config) {
    try {
      Class<?> newer = find("io.ktor.client.plugins.HttpRedirectKt");
      Object plugin =
          newer != null && has(newer, "getHttpRedirect")
              ? call(newer.getMethod("getHttpRedirect"), null)
              : Class.forName("io.ktor.client.plugins.HttpRedirect").getField("Plugin").get(null);
      config.install(
          (HttpClientPlugin<Object, Object>) plugin,
          redirect -> {
            Class<?> type = redirect.getClass();
            call(method(type, "setAllowHttpsDowngrade", boolean.class), redirect, true);
            call(method(type, "setCheckHttpMethod", boolean.class), redirect, false);
            return Unit.INSTANCE;
          });
    } catch (ReflectiveOperationException unknownVersion) {
      throw new IllegalStateException(unknownVersion);
    }
  }

  private static Class<?> find(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }

  static boolean has(Class<?> type, String method) {
    for (Method candidate : type.getMethods()) {
      if (candidate.getName().equals(method)) {
        return true;
      }
    }
    return false;
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException unknownVersion) {
      throw new IllegalStateException(unknownVersion);
    }
  }

  private static Object call(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw sneaky(thrown.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Coroutines throw what they like. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
