package io.foundryidentity.agent.instrumentation.support;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the bridge ask the JDK where a socket really leads, from Java 9 on: it opens two packages of
 * {@code java.base} to the bridge's module, which is the bootstrap loader's unnamed one.
 *
 * <p>By reflection, as this code is compiled for Java 8. Without it plain http to loopback gets no
 * token; nothing else changes.
 */
final class SocketAccess {

  private static final Logger LOG = LoggerFactory.getLogger(SocketAccess.class);

  private static final String[] PACKAGES = {"java.net", "sun.nio.ch"};

  private SocketAccess() {}

  static void open(Instrumentation instrumentation) {
    try {
      Method getModule = Class.class.getMethod("getModule");
      Class<?> module = getModule.getReturnType();
      Set<Object> bridge = Collections.singleton(getModule.invoke(AuthorizationBridge.class));
      Map<String, Set<Object>> opens = new HashMap<>();
      for (String name : PACKAGES) {
        opens.put(name, bridge);
      }
      Instrumentation.class
          .getMethod(
              "redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
          .invoke(
              instrumentation,
              getModule.invoke(Object.class),
              Collections.emptySet(),
              Collections.emptyMap(),
              opens,
              Collections.emptySet(),
              Collections.emptyMap());
    } catch (NoSuchMethodException java8) {
      LOG.trace("Java 8 has no modules");
    } catch (ReflectiveOperationException | RuntimeException closed) {
      LOG.warn(
          "requests to plain http targets get no token, as this JVM does not show where a socket"
              + " leads: {}",
          closed.toString());
    }
  }
}
