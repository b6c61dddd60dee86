package io.foundryidentity.agent.gateway.program;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over this process's signals for a command, by {@code sun.misc.Signal}: there is no other
 * way in the JDK, and a runtime image without the module jdk.unsupported does not have it. There,
 * and with {@code -Xrs}, this process ends by a signal as every JVM does, and its shutdown hook
 * ends the command.
 */
final class HandedSignals {

  private static final Logger LOG = LoggerFactory.getLogger(HandedSignals.class);

  private HandedSignals() {}

  static void to(Program program) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      for (HandedSignal signal : HandedSignal.values()) {
        Object handler =
            Proxy.newProxyInstance(
                HandedSignals.class.getClassLoader(),
                new Class<?>[] {handlerClass},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "handle":
                      program.signal(signal);
                      return null;
                    case "hashCode":
                      return System.identityHashCode(proxy);
                    case "equals":
                      return proxy == arguments[0];
                    default:
                      return signal.name();
                  }
                });
        handle(signalClass, handlerClass, signal, handler);
      }
    } catch (ReflectiveOperationException | LinkageError noSignals) {
      LOG.debug("signals are not handed on, as this Java has no sun.misc.Signal", noSignals);
    }
  }

  private static void handle(
      Class<?> signalClass, Class<?> handlerClass, HandedSignal signal, Object handler)
      throws ReflectiveOperationException {
    try {
      Object named = signalClass.getConstructor(String.class).newInstance(signal.name());
      signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, named, handler);
    } catch (InvocationTargetException unavailable) {
      // Windows does not have all of them, and with -Xrs the JVM does not give them away.
      LOG.debug("signal {} is not handed on", signal, unavailable.getCause());
    }
  }
}
