package io.foundryidentity.agent.dist.program;

/** What a JVM pays for any agent at all. */
public final class EmptyAgent {

  private EmptyAgent() {}

  public static void premain(String arguments) {}
}
