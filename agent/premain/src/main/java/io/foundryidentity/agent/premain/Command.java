package io.foundryidentity.agent.premain;

/**
 * The class that {@code java -jar} starts: checks the JVM's version, then runs the command.
 *
 * <p>Compiled for Java 7, as {@link FoundryIdentityAgent} is and for the same reason.
 */
public final class Command {

  private Command() {}

  /** Ends the JVM with the command's exit code. */
  public static void main(String[] arguments) {
    String version = System.getProperty("java.specification.version", "");
    if (FoundryIdentityAgent.isTooOld(version)) {
      Notice.print("this needs Java 8 or later and this is Java " + version);
      System.exit(1);
    }
    System.exit(IsolatedCommand.run(arguments));
  }
}
