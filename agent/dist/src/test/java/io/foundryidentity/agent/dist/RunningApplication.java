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
  private final BufferedReader log;

  private RunningApplication(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.questions = process.outputWriter();
    this.log = process.errorReader();
  }

  /** It has come as far as its main method. */
  static RunningApplication start(Simulator simulator, String... options) throws IOException {
    Process process =
        ChildJvm.running(GetWhenTold.class, target(simulator) + "/openai/v1/models")
            .options(simulator.certificates().trustProperties())
            .options(List.of(options))
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .start();
    RunningApplication started = new RunningApplication(process);
    if (!started.first().equals("ready")) {
      throw new AssertionError("it did not say that it is ready");
    }
    return started;
  }

  static RunningApplication of(Process process) throws IOException {
    RunningApplication started = new RunningApplication(process);
    started.first();
    return started;
  }

  private String first() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError(ChildJvm.text(process.getErrorStream()));
    }
    return line;
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

  /** Returns once it has written a line with that in it to its standard error. */
  void awaitError(String part) throws IOException {
    String line = log.readLine();
    while (line != null && !line.contains(part)) {
      line = log.readLine();
    }
    if (line == null) {
      throw new AssertionError("it ended without a line with '" + part + "'");
    }
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

  /**
   * When this returns it has ended: it writes no more to a folder that is deleted after the test.
   */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
