package io.foundryidentity.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A started server process, and every line that it prints to stdout or stderr until it ends. */
final class RunningServer implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(90);

  private final Process process;
  private final Thread reader;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  RunningServer(Launch launch, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(launch.command())
            .directory(launch.folder().toFile())
            .redirectErrorStream(true);
    builder.environment().clear(); // Neither JAVA_TOOL_OPTIONS nor a real key may leak in
    builder.environment().putAll(environment);
    builder.environment().putAll(launch.environment());
    process = builder.start();
    reader = new Thread(() -> read(launch), "server-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits until it prints that it is ready; fails if it ends before, or if it takes too long. */
  void awaitReady() throws InterruptedException, IOException {
    boolean up;
    try {
      up = ready.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException never) {
      up = false;
    }
    if (!up) {
      throw new IOException("It did not come up:\n" + String.join("\n", lines()));
    }
  }

  /** Stops it with a signal, as an operator does, and returns every line that it has printed. */
  List<String> stop() throws InterruptedException, IOException {
    // A server's script may be a process between this one and the JVM
    List<ProcessHandle> all = process.descendants().toList();
    List<ProcessHandle> jvms =
        all.stream().filter(handle -> handle.children().findAny().isEmpty()).toList();
    if (jvms.isEmpty()) {
      process.toHandle().destroy(); // The process' own destroy() would close its output too
    } else {
      jvms.forEach(ProcessHandle::destroy);
    }
    if (!over.await(STOP.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("It did not stop:\n" + String.join("\n", lines()));
    }
    process.waitFor();
    return lines();
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void read(Launch launch) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (launch.ready().matcher(line).find()) {
          ready.complete(true);
        }
      }
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    } finally {
      ready.complete(false); // No effect if it was ready before
      over.countDown();
    }
  }
}
