package io.foundryidentity.agent.instrumentation.tyrusclient;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.implementation.bind.annotation.Argument;
import org.glassfish.tyrus.client.ClientManager;

/**
 * One handshake of Tyrus's client, with headers of the application's.
 *
 * <p>Its API is in {@code javax.websocket} up to version 1 and in {@code jakarta.websocket} from
 * version 2 on. So the application's endpoint and configurator are generated, and called by
 * reflection.
 */
public final class Handshake {

  private static final String API = api();

  private final Map<String, List<String>> headers;
  private Map<String, List<String>> sent = Map.of();

  Handshake(Map<String, List<String>> headers) {
    this.headers = headers;
  }

  private static String api() {
    try {
      Class.forName("jakarta.websocket.Endpoint");
      return "jakarta.websocket.";
    } catch (ClassNotFoundException olderVersion) {
      return "javax.websocket.";
    }
  }

  /** Called by the generated configurator. Public for it. */
  public void beforeRequest(@Argument(0) Map<String, List<String>> ofRequest) {
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      ofRequest.put(header.getKey(), header.getValue());
    }
    sent = ofRequest;
  }

  /** What the application can see of the request after the handshake. */
  String visible() {
    return sent.toString();
  }

  /** Opens a session and closes it. */
  void open(ClientManager client, URI ws) throws Exception {
    Object endpoint =
        new ByteBuddy()
            .subclass(type("Endpoint"))
            .method(named("onOpen"))
            .intercept(StubMethod.INSTANCE)
            .make()
            .load(getClass().getClassLoader())
            .getLoaded()
            .getConstructor()
            .newInstance();
    Object configurator =
        new ByteBuddy()
            .subclass(type("ClientEndpointConfig$Configurator"))
            .method(named("beforeRequest").and(takesArguments(1)))
            .intercept(MethodDelegation.to(this))
            .make()
            .load(getClass().getClassLoader())
            .getLoaded()
            .getConstructor()
            .newInstance();
    Class<?> builderType = type("ClientEndpointConfig$Builder");
    Object builder = call(null, builderType.getMethod("create"));
    call(
        builder,
        builderType.getMethod("configurator", type("ClientEndpointConfig$Configurator")),
        configurator);
    Object config = call(builder, builderType.getMethod("build"));
    Object session =
        call(
            client,
            ClientManager.class.getMethod(
                "connectToServer", type("Endpoint"), type("ClientEndpointConfig"), URI.class),
            endpoint,
            config,
            ws);
    call(session, type("Session").getMethod("close"));
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(API + name);
  }

  private static Object call(Object receiver, Method method, Object... arguments) throws Exception {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause() instanceof Exception reason
          ? reason
          : new IllegalStateException(failed.getCause());
    }
  }
}
