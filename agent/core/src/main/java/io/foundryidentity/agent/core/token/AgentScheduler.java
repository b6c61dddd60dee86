package io.foundryidentity.agent.core.token;

import java.lang.reflect.Constructor;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The agent's daemon threads: one that keeps time, and as many workers as there is work.
 *
 * <p>In two stages, so that one cache's slow identity endpoint delays no other cache. A cache asks
 * one thing at a time, so the workers are no more than the caches. All threads end when idle.
 *
 * <p>The first request of an application starts these threads from within that application's call.
 * So that they carry nothing of it, they are made in a privileged block with the agent's own class
 * loader as their context, and take over no inheritable thread locals where the JDK allows to say
 * so (9 and later).
 */
public final class AgentScheduler implements Scheduler {

  private static final long IDLE_SECONDS = 30;

  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor workers;

  public AgentScheduler() {
    AtomicInteger count = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> thread(task, "foundry-identity-" + count.incrementAndGet()));
    timer = new ScheduledThreadPoolExecutor(1, task -> thread(task, "foundry-identity-timer"));
    timer.setRemoveOnCancelPolicy(true);
    // Not by a core of 0 threads: that spins until JDK 9 (JDK-8129861, JDK-8065320).
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    workers.execute(task);
  }

  @Override
  public Future<?> schedule(Runnable task, long delayMillis) {
    return timer.schedule(() -> workers.execute(task), delayMillis, TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("ThreadPriorityCheck") // the application's own would be inherited
  private static Thread thread(Runnable task, String name) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>)
            () -> {
              Thread thread = withoutInheritance(task, name);
              thread.setDaemon(true);
              thread.setPriority(Thread.NORM_PRIORITY);
              thread.setContextClassLoader(AgentScheduler.class.getClassLoader());
              thread.setUncaughtExceptionHandler(
                  (where, failure) ->
                      LoggerFactory.getLogger(AgentScheduler.class)
                          .error("unexpected failure on {}", where.getName(), failure));
              return thread;
            });
  }

  private static Thread withoutInheritance(Runnable task, String name) {
    Constructor<Thread> constructor = constructorOfJdk9();
    if (constructor != null) {
      try {
        return constructor.newInstance(null, task, name, 0L, false);
      } catch (ReflectiveOperationException e) {
        return new Thread(task, name);
      }
    }
    return new Thread(task, name);
  }

  private static @Nullable Constructor<Thread> constructorOfJdk9() {
    try {
      return Thread.class.getConstructor(
          ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
