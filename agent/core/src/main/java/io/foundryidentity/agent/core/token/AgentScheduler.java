package io.foundryidentity.agent.core.token;

import io.foundryidentity.agent.core.platform.AgentThread;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The agent's daemon threads: one timer thread, and as many workers as are needed.
 *
 * <p>The timer passes its tasks to the workers, so that a slow identity endpoint of one cache does
 * not delay another cache. A cache has one request at a time, so there are not more workers than
 * caches. All threads end when idle.
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
            task -> AgentThread.daemon(task, "foundry-identity-" + count.incrementAndGet()));
    timer =
        new ScheduledThreadPoolExecutor(
            1, task -> AgentThread.daemon(task, "foundry-identity-timer"));
    timer.setRemoveOnCancelPolicy(true);
    // Not with a core of 0 threads, which uses a full CPU before JDK 9 (JDK-8129861, JDK-8065320).
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
}
