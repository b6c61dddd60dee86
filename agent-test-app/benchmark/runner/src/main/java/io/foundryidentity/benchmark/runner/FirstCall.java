package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program whose first act is a call of openai-java, over TLS to the simulated Foundry. */
final class FirstCall {

  static final String FROM_START = "first call";
  static final String ARCHIVED = "archived classes";
  static final String TOKEN_AT_HAND = "first request, token at hand";

  private static final String PROGRAM = "io.foundryidentity.benchmark.programs.FirstCall";

  private final Checkout checkout;
  private final TestBed testBed;
  private final SeriesList results;

  FirstCall(Checkout checkout, TestBed testBed, SeriesList results) {
    this.checkout = checkout;
    this.testBed = testBed;
    this.results = results;
  }

  void fromStart(Variant variant) throws IOException, InterruptedException {
    try (Child child = start(variant)) {
      answered(child);
      results.add(FROM_START, variant.name(), "wall", "ms", child.millisSinceStart());
      results.add(FROM_START, variant.name(), "CPU", "ms", child.cpuMillis());
      results.add(FROM_START, variant.name(), "peak memory", "MB", child.peakResidentMegabytes());
      child.end();
    }
  }

  void countClasses(Variant variant) throws IOException, InterruptedException {
    Path log = checkout.scratch().resolve("classes.txt");
    try (Child child = start(variant.with("-Xlog:class+load:file=" + log))) {
      answered(child);
      child.end();
    }
    results.add(FROM_START, variant.name(), "classes", "", LoadedClasses.count(log));
    results.add(FROM_START, variant.name(), ARCHIVED, "", LoadedClasses.countArchived(log));
  }

  /** The program starts its call when the agent has logged that the token is there. */
  void tokenAtHand(Variant variant, Path log) throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    try (WatchedFolder folder = new WatchedFolder(checkout.scratch());
        Child child = start(variant, "--when-told")) {
      child.awaitLine("READY");
      if (variant.authorizes()) {
        child.awaitText(log, "got a token", folder);
      }
      child.tell("go");
      results.add(TOKEN_AT_HAND, variant.name(), "wall", "ms", answered(child));
      child.end();
    }
  }

  private Child start(Variant variant, String... arguments) throws IOException {
    return Child.start(
        testBed.command(variant, checkout.programs(), PROGRAM, arguments),
        testBed.environment(variant, testBed.foundryUrl()));
  }

  /** The milliseconds that the call took. */
  private static double answered(Child child) throws IOException {
    String[] parts = child.awaitLine("ANSWER\t").split("\t", -1);
    if (!parts[2].contains("signed in as")) {
      throw new IOException("not signed in");
    }
    return Long.parseLong(parts[1]) / 1e6;
  }
}
