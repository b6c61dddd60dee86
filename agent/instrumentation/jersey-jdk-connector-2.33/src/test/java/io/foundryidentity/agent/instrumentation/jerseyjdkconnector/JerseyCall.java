package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.JerseyClient;
import org.glassfish.jersey.client.JerseyInvocation;

/**
 * One call of Jersey's client.
 *
 * <p>Its API is in {@code javax.ws.rs} up to version 2 and in {@code jakarta.ws.rs} from version 3
 * on. So Jersey's own classes are used where they have the same methods in all versions, and
 * reflection for the rest.
 */
final class JerseyCall {

  private static final String API = api();

  private final JerseyInvocation.Builder invocation;
  private final TestRequest request;

  JerseyCall(JerseyClient client, TestRequest request) {
    this.request = request;
    invocation = client.target(request.uri()).request();
    for (TestRequest.Header header : request.headers()) {
      invocation.header(header.name(), header.value());
    }
  }

  private static String api() {
    try {
      Class.forName("jakarta.ws.rs.client.Client");
      return "jakarta.ws.rs.";
    } catch (ClassNotFoundException olderVersion) {
      return "javax.ws.rs.";
    }
  }

  /** Returns the client's {@code Response}. */
  Object send(boolean async) throws IOException, InterruptedException {
    Object sender =
        async ? call(invocation, type("client.Invocation$Builder"), "async") : invocation;
    Class<?> api = type(async ? "client.AsyncInvoker" : "client.SyncInvoker");
    Object answer =
        switch (request.body().kind()) {
          case NONE -> call(sender, api, "method", request.method());
          case REPEATABLE ->
              call(sender, api, "method", request.method(), entity(request.body().text()));
          case ONE_SHOT -> {
            invocation.property("jersey.config.client.request.entity.processing", "CHUNKED");
            byte[] text = request.body().text().getBytes(StandardCharsets.UTF_8);
            yield call(
                sender, api, "method", request.method(), entity(new ByteArrayInputStream(text)));
          }
        };
    try {
      return answer instanceof Future<?> future ? future.get() : answer;
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    }
  }

  private Object entity(Object content) throws IOException, InterruptedException {
    String contentType =
        request.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
            .map(TestRequest.Header::value)
            .findFirst()
            .orElse("text/plain");
    return call(null, type("client.Entity"), "entity", content, contentType);
  }

  /** What Jersey keeps of the request; filters and interceptors see it too. */
  String visibleRequest() throws IOException, InterruptedException {
    try {
      var field = JerseyInvocation.Builder.class.getDeclaredField("requestContext");
      field.setAccessible(true);
      ClientRequest context = (ClientRequest) field.get(invocation);
      return context.getUri()
          + " "
          + call(context, type("client.ClientRequestContext"), "getStringHeaders");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static int status(Object response) throws IOException, InterruptedException {
    return (Integer) call(response, type("core.Response"), "getStatus");
  }

  /** Read byte by byte: when asked for several, the client waits until it has them all. */
  static InputStream body(Object response) throws IOException, InterruptedException {
    InputStream body =
        (InputStream) call(response, type("core.Response"), "readEntity", InputStream.class);
    return new FilterInputStream(body) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int next = length == 0 ? -1 : read();
        if (next < 0) {
          return length == 0 ? 0 : -1;
        }
        bytes[offset] = (byte) next;
        return 1;
      }
    };
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(API + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Object receiver, Class<?> type, String name, Object... arguments)
      throws IOException, InterruptedException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && takes(method, arguments)) {
        try {
          return method.invoke(receiver, arguments);
        } catch (InvocationTargetException failed) {
          throw unwrapped(failed);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    throw new IllegalStateException("no " + name + " in " + type);
  }

  private static boolean takes(Method method, Object[] arguments) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  /** The reason inside Jersey's {@code ProcessingException}. */
  private static IOException unwrapped(Exception failed) throws InterruptedException {
    Throwable reason = failed;
    while (reason != null) {
      if (reason instanceof IOException io) {
        return io;
      }
      if (reason instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      reason = reason.getCause();
    }
    throw new IllegalStateException(failed);
  }
}
