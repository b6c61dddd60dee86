package io.foundryidentity.agent.instrumentation.ktorclient;

import io.ktor.client.HttpClientConfig;
import io.ktor.client.plugins.HttpClientPlugin;
import io.ktor.client.plugins.HttpTimeoutKt;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpStatement;
import io.ktor.utils.io.ByteReadChannel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.jvm.functions.Function1;

/** Hides the different names in the versions. */
final class KtorVersion {

  private KtorVersion() {}

  /** Sends a request and returns its response before the body has arrived. */
  static Object fetch(HttpStatement statement, Continuation<? super HttpResponse> continuation) {
    String name =
        has(HttpStatement.class, "executeUnsafe") ? "executeUnsafe" : "fetchStreamingResponse";
    return call(method(HttpStatement.class, name, Continuation.class), statement, continuation);
  }

  static ByteReadChannel body(HttpResponse response) {
    String name = has(HttpResponse.class, "getContent") ? "getContent" : "getRawContent";
    return (ByteReadChannel) call(method(HttpResponse.class, name), response);
  }

  /** Whether Ktor accepts a certificate without host names for every host: 2.3.12 and later. */
  static boolean takesNamelessCertificates() {
    return !has(HttpStatement.class, "executeUnsafe");
  }

  /** Sends the request over a Unix domain socket; false where Ktor has none. */
  static boolean overUnixSocket(HttpRequestBuilder request, String path) {
    Class<?> newer = find("io.ktor.client.request.UnixSocketsKt");
    if (newer == null) {
      return false;
    }
    call(method(newer, "unixSocket", HttpRequestBuilder.class, String.class), null, request, path);
    return true;
  }

  /** Also redirects from https to http, and those of requests other than GET. */
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

  /** Lets requests have timers of their own. */
  @SuppressWarnings("unchecked")
  static void installTimers(HttpClientConfig<?> config) {
    try {
      Object plugin =
          has(HttpTimeoutKt.class, "getHttpTimeout")
              ? call(HttpTimeoutKt.class.getMethod("getHttpTimeout"), null)
              : Class.forName("io.ktor.client.plugins.HttpTimeout").getField("Plugin").get(null);
      config.install((HttpClientPlugin<Object, Object>) plugin, timers -> Unit.INSTANCE);
    } catch (ReflectiveOperationException unknownVersion) {
      throw new IllegalStateException(unknownVersion);
    }
  }

  /**
   * Sets timers of a request.
   *
   * @param requestMillis for the whole call; null for none
   * @param socketMillis for connecting, and between two packets; null for none
   */
  static void limit(HttpRequestBuilder request, Long requestMillis, Long socketMillis) {
    Function1<Object, Unit> timers =
        config -> {
          Class<?> type = config.getClass();
          call(method(type, "setRequestTimeoutMillis", Long.class), config, requestMillis);
          call(method(type, "setConnectTimeoutMillis", Long.class), config, socketMillis);
          call(method(type, "setSocketTimeoutMillis", Long.class), config, socketMillis);
          return Unit.INSTANCE;
        };
    call(
        method(HttpTimeoutKt.class, "timeout", HttpRequestBuilder.class, Function1.class),
        null,
        request,
        timers);
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

  /** Coroutines may throw any exception. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
