package io.foundryidentity.agent.dist;

import io.foundryidentity.agent.dist.program.GetWhenTold;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;

/** An application that runs and does what it is told, and a command line beside it. */
final class RunningApplication implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  private RunningApplication(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.questions = process.outputWriter();
  }

  /** It has come as far as its main method. */
  static RunningApplication start(Simulator simulator, String... options) throws IOException {
    return of(
        ChildJvm.running(GetWhenTold.class, target(simulator) + "/openai/v1/models")
            .options(simulator.certificates().trustProperties())
            .options(List.of(options))
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .start());
  }

  static RunningApplication of(Process process) throws IOException {
    RunningApplication started = new RunningApplication(process);
    String first = started.answers.readLine();
    if (first == null) {
      throw new AssertionError(ChildJvm.text(process.getErrorStream()));
    }
    return started;
  }

  static String target(Simulator simulator) {
    return "https://localhost:" + simulator.foundry().port();
  }

  String pid() {
    return String.valueOf(process.pid());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** One request's status. */
  String ask() throws IOException {
    tell();
    return read("status");
  }

  void tell() throws IOException {
    questions.write("\n");
    questions.flush();
  }

  /** The next line that begins so. */
  String read(String beginning) throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = answers.readLine();
    }
    return String.valueOf(line);
  }

  /** All that it prints from now on, and it is told to end. */
  String rest() throws IOException {
    questions.close();
    return String.join("\n", answers.lines().toList());
  }

  /** Runs the jar's command with this process's number after the command's name. */
  ChildJvm.Ended command(String command, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = command;
    all[1] = pid();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return command(all);
  }

  static ChildJvm.Ended command(String[] arguments) {
    return ChildJvm.running(ChildJvm.JAR)
        .arguments(Arrays.copyOf(arguments, arguments.length))
        .run();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
