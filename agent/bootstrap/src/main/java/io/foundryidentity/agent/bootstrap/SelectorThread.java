package io.foundryidentity.agent.bootstrap;

/**
 * Knows the threads of {@code java.net.http} that serve all connections of a client, and must never
 * wait. They run other code too, where the client's executor runs its tasks at once.
 *
 * <p>They are known by their names: up to Java 25 the one for TCP is of a class of its own, and
 * from Java 26 on it is a virtual thread, as those for QUIC are.
 *
 * <p>Public for advice.
 */
public final class SelectorThread {

  private SelectorThread() {}

  /** Whether the current thread is one of them. */
  public static boolean isCurrent() {
    String name = Thread.currentThread().getName();
    return name.endsWith("-SelectorManager") || name.contains("QuicSelector(");
  }
}
