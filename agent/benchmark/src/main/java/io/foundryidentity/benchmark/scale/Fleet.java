package io.foundryidentity.benchmark.scale;

import static io.foundryidentity.benchmark.scale.SimulatedTime.MINUTE;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/** JVMs with the same rules, on machines with one endpoint each, and what they did. */
final class Fleet {

  private static final long SEED = 20_261_130;

  final SimulatedTime time = new SimulatedTime();
  final SplittableRandom random = new SplittableRandom(SEED);
  final RequestCounts counts = new RequestCounts();
  final List<SimulatedJvm> jvms = new ArrayList<>();

  private final Variant variant;
  private final EndpointRules rules;
  private final List<SimulatedEndpoint> endpoints = new ArrayList<>();

  /** A fleet that has not started. */
  Fleet(Variant variant, EndpointRules rules, int machines, int jvmsOnEach) {
    this.variant = variant;
    this.rules = rules;
    for (int i = 0; i < machines; i++) {
      endpoints.add(new SimulatedEndpoint(time, random, rules, counts));
      for (int j = 0; j < jvmsOnEach; j++) {
        jvms.add(onMachine(i));
      }
    }
  }

  private SimulatedJvm onMachine(int machine) {
    return new SimulatedJvm(
        time,
        endpoints.get(machine),
        variant.fetchRules(rules.imds(), random),
        variant.pacing(random));
  }

  /** Starts all of them within that time from now. */
  void start(long within) {
    jvms.forEach(jvm -> time.after(random.nextLong(within), jvm::start));
  }

  /** Starts all of them, and gives each its first token at once. */
  void startUnlimited(long within) {
    limited(false);
    start(within);
    time.passUntil(time.now() + within + MINUTE);
    limited(true);
  }

  void limited(boolean on) {
    endpoints.forEach(endpoint -> endpoint.limited(on));
  }

  void fail(boolean on) {
    endpoints.forEach(endpoint -> endpoint.fails(on));
  }

  /** Ends that JVM, and starts another one in its place. */
  void restart(int index) {
    jvms.get(index).stop();
    SimulatedJvm other = onMachine(index / (jvms.size() / endpoints.size()));
    jvms.set(index, other);
    other.start();
  }

  boolean allHaveTokens() {
    return jvms.stream().allMatch(SimulatedJvm::hasToken);
  }

  /**
   * What happened in that time.
   *
   * @param started those whose time to the first token counts
   */
  ScaleResult result(String scenario, String part, long from, long to, List<SimulatedJvm> started) {
    long[] first = started.stream().mapToLong(SimulatedJvm::firstToken).sorted().toArray();
    if (first.length > 0 && first[0] < 0) {
      throw new IllegalStateException(scenario + ": a JVM has no token yet");
    }
    return new ScaleResult(
        scenario,
        variant.words(),
        part,
        jvms.size(),
        quantile(first, 0.5),
        quantile(first, 0.9),
        quantile(first, 0.99),
        quantile(first, 1),
        counts.requests(from, to),
        counts.refused(from, to),
        counts.peak(from + SimulatedTime.SECOND, to),
        jvms.stream().mapToLong(SimulatedJvm::early).sum(),
        jvms.stream().filter(jvm -> jvm.ends() > 0).count(),
        "");
  }

  /** The requests of each minute, separated by blanks. */
  String minutes(long from, long to) {
    StringJoiner minutes = new StringJoiner(" ");
    for (long minute = from; minute < to; minute += MINUTE) {
      minutes.add(Long.toString(counts.requests(minute, minute + MINUTE)));
    }
    return minutes.toString();
  }

  private static long quantile(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
