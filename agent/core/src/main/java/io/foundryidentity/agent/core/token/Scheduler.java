package io.foundryidentity.agent.core.token;

import java.util.concurrent.Future;

/** Runs tasks on the agent's daemon threads. */
public interface Scheduler {

  /** Runs the task soon on another thread; a task that blocks does not delay others. */
  void execute(Runnable task);

  /**
   * Runs the task once, on another thread too, when the delay is over.
   *
   * @param delayMillis by the monotonic clock
   * @return a future to cancel it; a task that already runs is not interrupted
   */
  Future<?> schedule(Runnable task, long delayMillis);
}
