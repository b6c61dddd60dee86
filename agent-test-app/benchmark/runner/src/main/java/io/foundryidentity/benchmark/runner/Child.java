package io.foundryidentity.benchmark.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that is measured while it runs: told what to do by lines, and answering by lines.
 *
 * <p>A watchdog ends one that hangs, so that its reader sees the end.
 */
final class Child implements AutoCloseable {

  private static final long LIMIT_SECONDS = 300;

  /** A process is idle that uses no more CPU time than this in that time. */
  private static final double IDLE_MILLIS = 20;

  private static final long IDLE_PERIOD_MILLIS = 250;

  private final Process process;
  private final BufferedReader out;
  private final Writer in;
  private final Path errors;
  private final long started;
  private final CompletableFuture<Process> watchdog;

  private Child(Process process, Path errors, long started) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.errors = errors;
    this.started = started;
    this.watchdog =
        process
            .onExit()
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .whenComplete((ended, late) -> process.destroyForcibly());
  }

  static Child start(List<String> command, Map<String, String> environment) throws IOException {
    Path errors = Files.createTempFile("benchmark", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().clear(); // Neither JAVA_TOOL_OPTIONS nor a real key may leak in
    builder.environment().putAll(environment);
    long started = System.nanoTime();
    return new Child(builder.start(), errors, started);
  }

  void tell(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  /** The next line that begins so; whatever stands between is passed over. */
  String awaitLine(String beginning) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new IOException(
        "The program ended without '" + beginning + "': " + Files.readString(errors));
  }

  double millisSinceStart() {
    return (System.nanoTime() - started) / 1e6;
  }

  /** Its user and system time so far. */
  double cpuMillis() {
    return process
            .info()
            .totalCpuDuration()
            .orElseThrow(() -> new IllegalStateException("no CPU time"))
            .toNanos()
        / 1e6;
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it computes nothing any more, when its compilers have caught up too. */
  void awaitIdle() throws IOException, InterruptedException {
    double before = cpuMillis();
    double used = Double.MAX_VALUE;
    while (used > IDLE_MILLIS) {
      if (process.waitFor(IDLE_PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("The program ended: " + Files.readString(errors));
      }
      double now = cpuMillis();
      used = now - before;
      before = now;
    }
  }

  double residentMegabytes() throws IOException {
    return status("VmRSS:");
  }

  double peakResidentMegabytes() throws IOException {
    return status("VmHWM:");
  }

  private double status(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    throw new IOException("no " + key + " of process " + process.pid());
  }

  /** Waits for a file that the process writes to hold this text. */
  void awaitText(Path file, String text, WatchedFolder folder)
      throws IOException, InterruptedException {
    while (!Files.exists(file) || !Files.readString(file).contains(text)) {
      if (!process.isAlive()) {
        throw new IOException("The program ended: " + Files.readString(errors));
      }
      folder.awaitChange();
    }
  }

  /** Ends its input and waits for its end. */
  void end() throws IOException, InterruptedException {
    in.close();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("The program ended with " + exit + ": " + Files.readString(errors));
    }
  }

  @Override
  public void close() throws IOException {
    watchdog.cancel(false);
    process.destroy();
    process.onExit().join();
    Files.deleteIfExists(errors);
  }
}
