package io.foundryidentity.agent.azure;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads for the library, which end when idle.
 *
 * <p>Their context loader is the one that holds azure-core, which looks its JSON and HTTP providers
 * up there; the application's may hold azure-core too, in another version.
 */
final class AgentThreads implements ThreadFactory {

  private final AtomicInteger count = new AtomicInteger();

  static ThreadPoolExecutor executor() {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), new AgentThreads());
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "foundry-identity-azure-" + count.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(AgentThreads.class.getClassLoader());
    return thread;
  }
}
