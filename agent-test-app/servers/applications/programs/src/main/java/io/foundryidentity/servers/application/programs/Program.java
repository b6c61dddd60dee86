package io.foundryidentity.servers.application.programs;

import io.foundryidentity.servers.application.Questions;

/** Asks once, under whatever the JVM was started with. */
public final class Program {

  private Program() {}

  public static void main(String[] arguments) {
    System.out.println("Security manager: " + (securityManager() != null));
    Questions.ask().forEach(System.out::println);
    System.out.println("Asked");
  }

  @SuppressWarnings(
      "removal") // There is none from Java 24 on, and before that it is what is tested
  private static Object securityManager() {
    return System.getSecurityManager();
  }
}
