package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The part {@code memory}: what of a program is resident after 10,000 requests. */
final class Memory {

  private static final String SUBJECT = "after 10,000 requests";

  static final String WHAT = "resident memory";

  /** Two stacks of which the JVM needs little itself. */
  static final List<String> STACKS = List.of("jdk", "okhttp");

  /** A container's: with one core or under 2 GB the JVM takes this collector itself. */
  private static final String[] SMALL = {"-XX:+UseSerialGC", "-Xmx128m"};

  private final Checkout checkout;
  private final Plan plan;
  private final SeriesList results = new SeriesList();

  Memory(Checkout checkout, Plan plan) {
    this.checkout = checkout;
    this.plan = plan;
  }

  static String subject(String stack) {
    return SUBJECT + ", " + stack;
  }

  SeriesList run() throws IOException, InterruptedException {
    Agents agents = new Agents(checkout);
    List<Variant> pair = List.of(agents.none(), agents.ours());
    try (TestBed testBed = new TestBed();
        Target target = Target.start(checkout)) {
      for (String stack : STACKS) {
        new Rounds(plan.memoryRounds(), 0)
            .each(subject(stack), pair, variant -> run(testBed, target, stack, variant));
      }
    }
    return results;
  }

  private void run(TestBed testBed, Target target, String stack, Variant variant)
      throws IOException, InterruptedException {
    Variant small = variant.with(SMALL);
    Map<String, String> environment = testBed.environment(small, target.url());
    List<String> command =
        testBed.command(small, checkout.programs(), Throughput.PROGRAM, stack, "static");
    try (Child child = Child.start(command, environment)) {
      child.awaitLine("READY");
      child.tell("requests 10000");
      child.awaitLine("DONE");
      results.add(subject(stack), variant.name(), WHAT, "MB", child.residentMegabytes());
      child.end();
    }
  }
}
