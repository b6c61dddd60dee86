package io.foundryidentity.runner.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One case in a JVM of its own, from its start to its end. */
public final class CaseProcess {

  /**
   * The result of a case that has ended.
   *
   * @param exit the JVM's exit code
   * @param calls its calls in their order
   * @param noise everything else that it printed to stdout or stderr
   */
  public record Result(int exit, List<Call> calls, List<String> noise) {

    /** The calls that count: those in Azure's form only if the JVM could resolve such a host. */
    public List<Call> tried(boolean azureForm) {
      return calls.stream().filter(call -> azureForm || !call.isOfAzureForm()).toList();
    }
  }

  private static final long DUMP_TAKES_SECONDS = 5;

  private final List<String> command;
  private final Map<String, String> environment;

  public CaseProcess(List<String> command, Map<String, String> environment) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  /** Runs it to its end, and reports each call when it is printed; kills a case that hangs. */
  public Result run(Duration limit, Consumer<Call> each) throws IOException, InterruptedException {
    // stderr goes to a file, as a second pipe would need a second thread to read it
    Path errors = Files.createTempFile("case", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder
          .environment()
          .clear(); // Without the parent's variables, such as JAVA_TOOL_OPTIONS or a real key
      builder.environment().putAll(environment);
      Process process = builder.start();
      Timer watchdog = new Timer("case-watchdog", true);
      watchdog.schedule(
          new TimerTask() {
            @Override
            public void run() {
              dumpThreads(process);
              process.destroyForcibly();
            }
          },
          limit.toMillis());
      List<Call> calls = new ArrayList<>();
      List<String> noise = new ArrayList<>();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          Call call = Call.parse(line);
          if (call == null) {
            noise.add(line);
          } else {
            calls.add(call);
            each.accept(call);
          }
        }
        int exit = process.waitFor();
        noise.addAll(Files.readAllLines(errors, StandardCharsets.UTF_8));
        return new Result(exit, List.copyOf(calls), List.copyOf(noise));
      } finally {
        watchdog.cancel();
        process.destroyForcibly();
      }
    } finally {
      Files.delete(errors);
    }
  }

  /** Makes a JVM that hangs print its threads' stacks, which show why. */
  private static void dumpThreads(Process process) {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
      process.waitFor(DUMP_TAKES_SECONDS, TimeUnit.SECONDS);
    } catch (IOException noSuchCommand) {
      System.err.println("no thread dump of a case that hangs: " + noSuchCommand);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
