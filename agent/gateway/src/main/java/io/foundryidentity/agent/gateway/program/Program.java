package io.foundryidentity.agent.gateway.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs as a child of this process, in this process's place: with its standard
 * streams, its signals and its exit code.
 *
 * <p><b>Signals.</b> {@link HandedSignals} gives them to {@link #signal}. This process stays until
 * the command has ended, so that the command can use the gateway while it ends. A second TERM kills
 * the command.
 *
 * <p><b>The end of this process.</b> If it ends in any other way, a shutdown hook ends the command:
 * with TERM, and after ten seconds with KILL. Only KILL to this process leaves the command alone.
 */
public final class Program {

  private static final long LONGEST_FAREWELL_SECONDS = 10;

  /** Of a shell: 128 and the signal's number. */
  private static final int SIGNALLED = 128;

  private final List<String> command;
  private final Consumer<String> problems;
  private @Nullable Process process;
  private @Nullable HandedSignal early;
  private boolean terminated;

  private Program(List<String> command, Consumer<String> problems) {
    this.command = command;
    this.problems = problems;
  }

  /**
   * Looks for the command's file, and starts nothing.
   *
   * @param problems gets what cannot be done later, one line each
   * @throws NotStartedException if it cannot be started, as far as its file shows
   */
  public static Program of(List<String> command, Consumer<String> problems)
      throws NotStartedException {
    CommandFile.require(command.get(0), System.getenv("PATH"));
    return new Program(new ArrayList<>(command), problems);
  }

  /**
   * Takes over this process's signals, starts the command, and returns its exit code at its end.
   *
   * @param environment all of the command's variables: the only place that shows it a secret
   */
  public int run(Map<String, String> environment) throws NotStartedException, InterruptedException {
    HandedSignals.to(this);
    HandedSignal signalled = start(environment);
    if (signalled != null) {
      return SIGNALLED + signalled.number;
    }
    Process started = started();
    Thread farewell = new Thread(() -> end(started), "foundry-identity-end-of-command");
    Runtime.getRuntime().addShutdownHook(farewell);
    return started.waitFor();
  }

  private synchronized @Nullable HandedSignal start(Map<String, String> environment)
      throws NotStartedException {
    if (early != null) {
      return early;
    }
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException failure) {
      throw CommandFile.notStarted(command.get(0), reason(failure));
    }
    return null;
  }

  /** The JDK's message repeats the command, and names the folder. */
  private static String reason(IOException failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf((cause == null ? failure : cause).getMessage());
    return message.contains("No such file or directory")
        ? "its first line may name an interpreter that does not exist (" + message + ")"
        : message;
  }

  private Process started() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the command has not started");
    }
    return running;
  }

  /** Hands a signal to the command. */
  synchronized void signal(HandedSignal signal) {
    Process running = process;
    if (running == null) {
      early = signal;
    } else if (signal == HandedSignal.TERM && terminated) {
      running.destroyForcibly();
    } else if (!(signal.comesFromTerminals() && Terminal.hasForegroundProcess())) {
      terminated |= signal == HandedSignal.TERM;
      send(signal, running);
    }
  }

  private void send(HandedSignal signal, Process running) {
    if (signal == HandedSignal.TERM) {
      running.destroy();
      return;
    }
    try {
      signal.sendTo(running);
    } catch (IOException noShell) {
      problems.accept(
          "signal "
              + signal
              + " cannot be handed to the command, as /bin/sh cannot be started: "
              + noShell.getMessage());
    }
  }

  private static void end(Process running) {
    running.destroy();
    try {
      if (!running.waitFor(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      running.destroyForcibly();
    }
  }
}
