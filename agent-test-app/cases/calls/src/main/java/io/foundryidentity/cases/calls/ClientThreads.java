package io.foundryidentity.cases.calls;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a client, which tell observers that a request has ended only after the caller has
 * its answer: the JVM's end could cut off the last report of a tracing agent.
 */
public final class ClientThreads {

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Methods that wait for the network or another process; the JVM calls such a thread RUNNABLE. */
  private static final Set<String> WAITING =
      new HashSet<>(
          Arrays.asList(
              "accept",
              "accept0",
              "poll",
              "read0",
              "readBytes",
              "readBytes0",
              "select0",
              "socketAccept",
              "socketRead0",
              "wait",
              "wait0",
              "waitForProcessExit0",
              "waitForReferencePendingList"));

  private ClientThreads() {}

  /** Returns when no other thread works, at the latest after five seconds. */
  public static void awaitIdle() {
    long end = System.nanoTime() + LONGEST_NANOS;
    while (anyWorks() && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean anyWorks() {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      Thread thread = each.getKey();
      StackTraceElement[] stack = each.getValue();
      if (thread != Thread.currentThread()
          && thread.getState() == Thread.State.RUNNABLE
          && stack.length > 0
          && !isWait(stack[0].getMethodName())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWait(String method) {
    return WAITING.contains(method) || method.startsWith("epoll");
  }
}
