package io.foundryidentity.agent.core.platform;

import io.foundryidentity.agent.bootstrap.DetachedThread;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.slf4j.LoggerFactory;

/**
 * Makes the agent's threads: daemons that take nothing from the thread that makes them, with the
 * agent's class loader.
 *
 * <p>Libraries start threads of their own from these threads only, so theirs take nothing either.
 */
public final class AgentThread {

  private AgentThread() {}

  /** A thread that is not started yet. */
  public static Thread daemon(Runnable task, String name) {
    // Privileged, as the caller may be the application
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>)
            () -> {
              Thread thread = DetachedThread.daemon(task, name);
              thread.setContextClassLoader(AgentThread.class.getClassLoader());
              thread.setUncaughtExceptionHandler(AgentThread::log);
              return thread;
            });
  }

  /** Else the application's handler would be called, which may end the JVM. */
  private static void log(Thread where, Throwable failure) {
    LoggerFactory.getLogger(AgentThread.class)
        .error("unexpected failure on {}", where.getName(), failure);
  }
}
