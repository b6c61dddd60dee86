package io.foundryidentity.agent.gateway.program;

import java.io.IOException;

/**
 * A signal that is handed to the command. The JVM keeps QUIT (a thread dump) and USR2 for itself.
 */
enum HandedSignal {
  HUP(1),
  INT(2),
  TERM(15),
  USR1(10);

  /** By Linux; only the first three are used as exit codes, and are the same everywhere. */
  final int number;

  HandedSignal(int number) {
    this.number = number;
  }

  /**
   * Whether a terminal sends it, to all processes of its foreground group: the command then has it
   * already, and two of them would mean something else to many programs.
   */
  boolean comesFromTerminals() {
    return this == INT || this == HUP;
  }

  /**
   * Sends it with the shell's own {@code kill}, as the JDK can only send TERM and KILL.
   *
   * @throws IOException if there is no shell
   */
  void sendTo(Process running) throws IOException {
    if (running.isAlive()) {
      ProcessBuilder kill =
          new ProcessBuilder(
              "/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name(), Long.toString(running.pid()));
      kill.environment().clear();
      kill.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      kill.redirectError(ProcessBuilder.Redirect.DISCARD);
      kill.start();
    }
  }
}
