package io.foundryidentity.benchmark.runner;

/** An agent that does nothing. */
public final class EmptyAgent {

  private EmptyAgent() {}

  /** Called by the JVM. */
  public static void premain(String arguments) {}
}
