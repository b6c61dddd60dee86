package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that uses no HTTP client, from its start to its end. */
final class HelloWorld {

  static final String SUBJECT = "hello-world";

  private static final String PROGRAM = "io.foundryidentity.benchmark.programs.Hello";

  private final Checkout checkout;
  private final SeriesList results;

  HelloWorld(Checkout checkout, SeriesList results) {
    this.checkout = checkout;
    this.results = results;
  }

  void run(Variant variant) throws IOException, InterruptedException {
    results.add(SUBJECT, variant.name(), "wall", "ms", wallMillis(variant));
    usage(variant);
  }

  /** Class loading is the same each time: one run tells it. */
  void countClasses(Variant variant) throws IOException, InterruptedException {
    Path log = checkout.scratch().resolve("classes.txt");
    await(start(command(variant, "-Xlog:class+load:file=" + log)));
    results.add(SUBJECT, variant.name(), "classes", "", LoadedClasses.count(log));
  }

  private double wallMillis(Variant variant) throws IOException, InterruptedException {
    ProcessBuilder builder = builder(command(variant));
    long start = System.nanoTime();
    await(builder.start());
    return (System.nanoTime() - start) / 1e6;
  }

  /** A run apart from the timed one: what tells CPU time and memory is two processes more. */
  private void usage(Variant variant) throws IOException, InterruptedException {
    Path memory = checkout.scratch().resolve("memory.txt");
    Path times = checkout.scratch().resolve("times.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%3U %3S'; { time /usr/bin/time -f %M -o \"$0\" \"$@\" 2>&3; }"
                    + " 3>&2 2>'"
                    + times
                    + "'",
                memory.toString()));
    command.addAll(command(variant));
    await(start(command));
    double cpu =
        Stream.of(Files.readString(times).trim().split(" ", -1))
            .mapToDouble(Double::parseDouble)
            .sum();
    results.add(SUBJECT, variant.name(), "CPU", "ms", 1_000 * cpu);
    double kilobytes = Double.parseDouble(Files.readString(memory).trim());
    results.add(SUBJECT, variant.name(), "peak memory", "MB", kilobytes * 1024 / 1e6);
  }

  private List<String> command(Variant variant, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(TestBed.java()));
    command.addAll(variant.options());
    command.addAll(List.of(more));
    command.addAll(List.of("-cp", checkout.programsAlone(), PROGRAM));
    return command;
  }

  private static Process start(List<String> command) throws IOException {
    return builder(command).start();
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().put("FOUNDRY_IDENTITY_HOSTS", "https://contoso.openai.azure.com");
    return builder;
  }

  private static void await(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("hello-world did not end well");
    }
  }
}
