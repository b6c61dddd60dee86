package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The part {@code throughput}: requests a second, and how long they take, over loopback. */
final class Throughput {

  static final String PROGRAM = "io.foundryidentity.benchmark.programs.ClosedLoop";

  static final List<String> STACKS = List.of("jdk", "okhttp", "apache", "reactor-netty");

  static final String STATIC = "static header";
  static final String AZURE_IDENTITY = "azure-identity in code";
  static final String NGINX = "nginx";
  static final String HAPROXY = "haproxy";

  private static final String HEAP = "512m";

  /**
   * Nobody has the same one before it each time: behind a proxy a client leaves much of the machine
   * idle, and a machine that is rationed gives that back to whoever comes next. The same orders in
   * each run.
   */
  private final Random order = new Random(1);

  private final Checkout checkout;
  private final Plan plan;
  private final SeriesList results = new SeriesList();

  Throughput(Checkout checkout, Plan plan) {
    this.checkout = checkout;
    this.plan = plan;
  }

  /** One way to the target: its URL, and how the program comes to the header. */
  private record Way(Variant variant, String url, String authorization) {}

  private record Running(Way way, Child child) {}

  SeriesList run() throws IOException, InterruptedException {
    try (TestBed testBed = new TestBed();
        Target target = Target.start(checkout);
        Server nginx = Server.start(checkout, Nginx.proxy(target, testBed.token()));
        Server haproxy = Server.start(checkout, new Haproxy(target.port(), testBed.token()))) {
      Variant ours = sized(new Agents(checkout).ours());
      List<Way> ways = new ArrayList<>();
      ways.add(new Way(plain(STATIC), target.url(), "static"));
      ways.add(new Way(ours, target.url(), "static"));
      if (plan.sidecars()) {
        ways.add(new Way(plain(AZURE_IDENTITY), target.url(), "azure-identity"));
        ways.add(new Way(plain(NGINX), nginx.url(), "none"));
        ways.add(new Way(plain(HAPROXY), haproxy.url(), "none"));
      }
      for (String stack : STACKS) {
        for (int fork = 1; fork <= plan.forks(); fork++) {
          System.err.printf("throughput, %s: JVMs %d of %d%n", stack, fork, plan.forks());
          fork(testBed, stack, ways);
          Collections.rotate(ways, 1);
        }
      }
    }
    return results;
  }

  private static Variant plain(String name) {
    return sized(new Variant(name, List.of(), false));
  }

  /**
   * With a heap of one size. Else G1 makes the young generation of any JVM several times smaller
   * once its classes have passed 21 MB of metadata: services do, these small programs only with a
   * library or an agent more.
   */
  private static Variant sized(Variant variant) {
    return variant.with("-Xms" + HEAP, "-Xmx" + HEAP);
  }

  /** A JVM for each way; all stay, and one at a time works. */
  private void fork(TestBed testBed, String stack, List<Way> ways)
      throws IOException, InterruptedException {
    List<Running> all = new ArrayList<>();
    try {
      for (Way way : ways) {
        Child child =
            Child.start(
                testBed.command(
                    way.variant(), checkout.programs(), PROGRAM, stack, way.authorization()),
                testBed.environment(way.variant(), way.url()));
        all.add(new Running(way, child));
        child.awaitLine("READY");
        work(child, "requests " + plan.warmUpRequests());
      }
      settle(all);
      for (int round = 0; round < plan.warmUpRounds(); round++) {
        for (Running running : all) {
          work(running.child, "millis " + plan.roundMillis());
        }
      }
      for (Running running : all) {
        collect(running.child);
      }
      settle(all);
      for (int round = 0; round < plan.roundsOfFork(); round++) {
        for (Running running : all) {
          double before = running.child.cpuMillis();
          long[] counts = work(running.child, "millis " + plan.roundMillis());
          double cpu = running.child.cpuMillis() - before;
          record(stack, running.way.variant().name(), counts, cpu);
        }
        Collections.shuffle(all, order);
      }
      for (Running running : all) {
        running.child.end();
      }
    } finally {
      for (Running running : all) {
        running.child.close();
      }
    }
  }

  /** One JVM's compilers would be measured as another's slowness. */
  private static void settle(List<Running> all) throws IOException, InterruptedException {
    for (Running running : all) {
      running.child.awaitIdle();
    }
  }

  /**
   * What a program made when it started is young for as long as these few rounds last, and would be
   * copied by every collection in them; in a service that runs for an hour it is old.
   */
  private static void collect(Child child) throws IOException {
    child.tell("collect");
    child.awaitLine("DONE");
  }

  /** Requests, nanoseconds, and three percentiles in nanoseconds. */
  private static long[] work(Child child, String what) throws IOException {
    child.tell(what);
    String[] parts = child.awaitLine("DONE ").split(" ", -1);
    long[] numbers = new long[parts.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Long.parseLong(parts[i + 1]);
    }
    return numbers;
  }

  private void record(String stack, String way, long[] round, double cpuMillis) {
    results.add(stack, way, "CPU", "µs", 1e3 * cpuMillis / Math.max(1, round[0]));
    results.add(stack, way, "throughput", "requests/s", round[0] * 1e9 / round[1]);
    results.add(stack, way, "p50", "µs", round[2] / 1e3);
    results.add(stack, way, "p99", "µs", round[3] / 1e3);
    results.add(stack, way, "p99.9", "µs", round[4] / 1e3);
  }
}
