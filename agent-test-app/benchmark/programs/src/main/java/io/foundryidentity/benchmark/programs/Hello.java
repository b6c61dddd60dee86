package io.foundryidentity.benchmark.programs;

/** Uses no HTTP client: what an agent costs it is the agent's own start. */
public final class Hello {

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
