package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of a program is resident after 10,000 requests. */
final class Memory {

  private static final String SUBJECT = "after 10,000 requests";

  static final String WHAT = "resident memory";

  /** Two stacks of which the JVM needs little itself. */
  static final List<String> STACKS = List.of("jdk", "okhttp");

  /** A container's: with one core or under 2 GB the JVM takes this collector itself. */
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx128m");

  private final Checkout checkout;
  private final Stage stage;
  private final Target target;
  private final SeriesList results;

  Memory(Checkout checkout, Stage stage, Target target, SeriesList results) {
    this.checkout = checkout;
    this.stage = stage;
    this.target = target;
    this.results = results;
  }

  static String subject(String stack) {
    return SUBJECT + ", " + stack;
  }

  void run(String stack, Variant variant) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(variant.options());
    options.addAll(SMALL);
    Variant small = new Variant(variant.name(), options, variant.signs());
    Map<String, String> environment = stage.environment(small, target.url());
    List<String> command =
        stage.command(small, checkout.programs(), Throughput.PROGRAM, stack, "static");
    try (Child child = Child.start(command, environment)) {
      child.awaitLine("READY");
      child.tell("requests 10000");
      child.awaitLine("DONE");
      results.add(subject(stack), variant.name(), WHAT, "MB", child.residentMegabytes());
      child.end();
    }
  }
}
