package io.foundryidentity.agent.core.token;

import java.util.concurrent.Future;

/** Runs the agent's own work on the agent's own daemon threads. */
public interface Scheduler {

  /** Runs the task soon on another thread; a task that blocks delays no other. */
  void execute(Runnable task);

  /**
   * Runs the task once, likewise, when the delay is over.
   *
   * @param delayMillis by the monotonic clock
   * @return to cancel it with; a task that runs already is not interrupted
   */
  Future<?> schedule(Runnable task, long delayMillis);
}
