package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.platform.AgentThread;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The daemon threads that identity requests run on, which end when idle. Their number is limited,
 * however many identities there are and whatever their endpoints do.
 *
 * <p>Their context class loader is the one that has azure-core, which finds its JSON and HTTP
 * providers through it. The application's may have azure-core too, in another version.
 */
final class AgentThreads implements ThreadFactory {

  /** How many sources fetch at the same time; the others wait for them. */
  static final int FETCHES = 32;

  /** A fetch has a thread of its own, and the library uses another one for it. */
  private static final int FOR_EACH = 3;

  private final AtomicInteger count = new AtomicInteger();
  private final Semaphore fetches = new Semaphore(FETCHES, true);
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0, FETCHES * FOR_EACH, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), this);

  /** The threads of one more source. */
  FetchThreads ofSource() {
    return new FetchThreads(pool, fetches);
  }

  @Override
  public Thread newThread(Runnable task) {
    return AgentThread.daemon(task, "foundry-identity-azure-" + count.incrementAndGet());
  }
}
