package io.foundryidentity.agent.gateway.program;

/** A command cannot be started; the message is for the operator. */
public final class NotStartedException extends Exception {

  /** What shells exit with if there is no such command. */
  public static final int NOT_FOUND = 127;

  /** What shells exit with if there is one that cannot be executed. */
  public static final int NOT_EXECUTABLE = 126;

  private final int exitCode;

  NotStartedException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
