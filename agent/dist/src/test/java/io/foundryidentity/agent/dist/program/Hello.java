package io.foundryidentity.agent.dist.program;

/** Touches no HTTP client. */
public final class Hello {

  private Hello() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
