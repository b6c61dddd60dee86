package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.token.AgentScheduler;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A thread for each task: a virtual one on Java 21 and later, else one of a daemon pool that ends
 * when idle. Neither inherits anything from the application's thread.
 */
final class GatewayThreads {

  private GatewayThreads() {}

  static Executor executor() {
    ThreadFactory virtual = virtual();
    return virtual == null
        ? new AgentScheduler()::execute
        : task -> virtual.newThread(() -> runIsolated(task)).start();
  }

  private static void runIsolated(Runnable task) {
    Thread.currentThread().setContextClassLoader(GatewayThreads.class.getClassLoader());
    try {
      task.run();
    } catch (RuntimeException | Error unexpected) {
      // The JVM would print it as it is
      LoggerFactory.getLogger(GatewayThreads.class).error("unexpected failure", unexpected);
    }
  }

  /** {@code Thread.ofVirtual()}, by reflection, as this class is compiled for an older Java. */
  private static @Nullable ThreadFactory virtual() {
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Method name = type.getMethod("name", String.class, long.class);
      Method inherit = type.getMethod("inheritInheritableThreadLocals", boolean.class);
      name.invoke(builder, "foundry-identity-gateway-", 1L);
      inherit.invoke(builder, false);
      return (ThreadFactory) type.getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException older) {
      // On 19 and 20 they are a preview feature, which is usually off.
      return null;
    }
  }
}
