package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The part {@code requests}: what one request takes of its client's process, in CPU time and in
 * objects.
 *
 * <p>A throughput depends on all that runs beside it, so it does not decide two percent. This does:
 * two JVMs that are warm send a fixed number of requests in turn, many times, and the kernel's own
 * account of their threads, in nanoseconds, is compared within each pair. (Instruction counters
 * would be better still; virtual machines seldom have them.)
 */
final class Requests {

  static final String CPU = "CPU of the client";
  static final String CPU_OF_BOTH = "CPU of client and server";
  static final String OBJECTS = "objects of a request";
  static final String BYTES = "bytes of a request";

  static final String STATIC = "static header";

  /** The client's own interceptor, filter or listener replaces the header. */
  static final String HOOK = "a hook of the client";

  static final List<String> STACKS =
      List.of(
          "jdk",
          "http-url-connection",
          "okhttp",
          "apache",
          "reactor-netty",
          "jetty",
          "async-http-client");

  /** Far fewer than fill the young generation. */
  private static final int COUNTED = 4_000;

  /**
   * One thread collects, so that what it takes is the process's own time and the same each time.
   */
  private static final String[] OPTIONS = {
    "-XX:+UseSerialGC",
    "-Xms1g",
    "-Xmx1g",
    "-Xmn768m",
    "-XX:-UseDynamicNumberOfCompilerThreads", // One that ends would take its time with it
    "-Dhttp.maxConnections=8"
  };

  private final Checkout checkout;
  private final RequestPlan plan;
  private final SeriesList results = new SeriesList();

  Requests(Checkout checkout, RequestPlan plan) {
    this.checkout = checkout;
    this.plan = plan;
  }

  static String overTls(String stack) {
    return stack + ", TLS";
  }

  private record Way(Variant variant, String authorization) {}

  private record Running(Variant variant, Child child) {}

  SeriesList run(List<String> stacks) throws IOException, InterruptedException {
    Way fixed = new Way(new Variant(STATIC, List.of(), false), "static");
    Way hook = new Way(new Variant(HOOK, List.of(), false), "hook");
    Way ours = new Way(new Agents(checkout).ours(), "static");
    try (TestBed testBed = new TestBed();
        Target plain = Target.start(checkout);
        Target tls = Target.overTls(checkout, testBed)) {
      for (int fork = 1; fork <= plan.forks(); fork++) {
        for (String stack : stacks) {
          System.err.printf("requests, %s: JVMs %d of %d%n", stack, fork, plan.forks());
          List<Way> pair = new ArrayList<>(List.of(fixed, ours));
          Collections.rotate(pair, fork);
          fork(testBed, stack, stack, plain, pair, fork);
          if (fork <= plan.counts()) {
            fork(testBed, overTls(stack), stack, tls, List.of(fixed, hook, ours), 0);
          }
        }
      }
    }
    return results;
  }

  /**
   * @param number of the pair; 0 if only objects are counted
   */
  private void fork(
      TestBed testBed, String subject, String stack, Target target, List<Way> ways, int number)
      throws IOException, InterruptedException {
    List<Running> all = new ArrayList<>();
    try {
      for (Way way : ways) {
        Variant variant = way.variant.with(OPTIONS);
        List<String> command =
            testBed.command(
                variant, checkout.programs(), Throughput.PROGRAM, stack, way.authorization);
        Child child = Child.start(command, testBed.environment(variant, target.url()));
        all.add(new Running(variant, child));
        child.awaitLine("READY");
      }
      warmUp(all, number > 0 ? plan.warmUpRequests() : plan.warmUpRequests() / 2);
      for (int round = 0; number > 0 && round < plan.rounds(); round++) {
        for (Running each : all) {
          measure(subject, target, each);
          results.add(subject, each.variant.name(), SeriesList.FORK, "", number);
        }
        Collections.reverse(all); // As often before the other as after it
      }
      for (Running each : all) {
        count(subject, each);
        each.child.end();
      }
    } finally {
      for (Running each : all) {
        each.child.close();
      }
    }
  }

  private void measure(String subject, Target target, Running each) throws IOException {
    int requests = plan.requestsOfRound();
    double serverBefore = target.cpuMicros();
    double before = ThreadTimes.micros(each.child.pid());
    work(each.child, requests);
    double client = ThreadTimes.micros(each.child.pid()) - before;
    double server = target.cpuMicros() - serverBefore;
    String variant = each.variant.name();
    results.add(subject, variant, CPU, "µs", client / requests);
    results.add(subject, variant, CPU_OF_BOTH, "µs", (client + server) / requests);
  }

  /** In pieces, as a JVM replaces a loop that runs at that moment at its next call only. */
  private void warmUp(List<Running> all, int requests) throws IOException, InterruptedException {
    for (int piece = 0; piece < 10; piece++) {
      for (Running each : all) {
        work(each.child, requests / 10);
      }
    }
    for (Running each : all) {
      each.child.awaitIdle();
    }
  }

  private void count(String subject, Running running) throws IOException, InterruptedException {
    Child child = running.child;
    child.tell("collect");
    child.awaitLine("DONE");
    HeapHistogram unused = HeapHistogram.of(child.pid()); // What the first one itself allocates
    HeapHistogram before = HeapHistogram.of(child.pid());
    work(child, COUNTED);
    HeapHistogram used = HeapHistogram.of(child.pid()).since(before);
    String variant = running.variant.name();
    results.add(subject, variant, OBJECTS, "", (double) used.objects() / COUNTED);
    results.add(subject, variant, BYTES, "B", (double) used.bytes() / COUNTED);
  }

  private static void work(Child child, int requests) throws IOException {
    child.tell("requests " + requests);
    child.awaitLine("DONE ");
  }
}
