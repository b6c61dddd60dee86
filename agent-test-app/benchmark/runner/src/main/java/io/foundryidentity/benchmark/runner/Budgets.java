package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the agent may cost, held against what the parts have left. */
final class Budgets {

  static final List<String> PARTS =
      List.of(
          "startup", "memory", "lookup", "throughput", "requests", "refresh", ScaleSection.PART);

  static final String JAR = "jar";

  /** JMH's own allocations are a small part of a byte for each call. */
  private static final double NO_BYTES = 0.5;

  private static final double MISS_NANOS = 15;

  /**
   * A hit is to take 30 ns. It reads the clock once, so that no token is sent after its end, even
   * by a machine that has just slept; that alone takes from 15 to 30 ns, as the machine has it. So
   * a hit is held to what it takes beyond one reading that was measured in the same run.
   */
  private static final double HIT_NANOS_BEYOND_THE_CLOCK = 15;

  private final Checkout checkout;

  Budgets(Checkout checkout) {
    this.checkout = checkout;
  }

  List<Verdict> of(List<String> parts) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    for (String part : parts) {
      switch (part) {
        case "startup" -> startup(SeriesList.read(checkout.results(part)), verdicts);
        case "archives" -> archives(SeriesList.read(checkout.results(part)), verdicts);
        case "memory" -> memory(SeriesList.read(checkout.results(part)), verdicts);
        case "lookup" -> lookup(LookupResult.read(checkout.results(part)), verdicts);
        case "throughput" -> throughput(SeriesList.read(checkout.results(part)), verdicts);
        case "requests" -> requests(SeriesList.read(checkout.results(part)), verdicts);
        case "refresh" -> refresh(RefreshResult.read(checkout.results(part)), verdicts);
        case ScaleSection.PART -> scale(ScaleResult.read(checkout.results(part)), verdicts);
        default -> throw new IllegalArgumentException("no part " + part);
      }
    }
    return verdicts;
  }

  private static void startup(SeriesList results, List<Verdict> verdicts) {
    verdicts.add(
        Verdict.atMost(
            "hello-world, over the same JVM with an empty agent",
            results.ratio(HelloWorld.SUBJECT, "wall", Variant.OURS, Variant.EMPTY),
            1.25,
            " ×"));
    verdicts.add(
        Verdict.atMost(
            "added to the first HTTP request, token at hand",
            results.difference(FirstCall.TOKEN_AT_HAND, "wall", Variant.OURS, Variant.NONE),
            100,
            " ms"));
    verdicts.add(
        Verdict.atMost(
            "openai-java's first call, over the same with an empty agent",
            results.ratio(FirstCall.FROM_START, "wall", Variant.OURS, Variant.EMPTY),
            1.15,
            " ×"));
    verdicts.add(
        Verdict.atMost(
            "peak resident memory over no agent, at openai-java's first answer",
            results.difference(FirstCall.FROM_START, "peak memory", Variant.OURS, Variant.NONE),
            45,
            " MB"));
    verdicts.add(
        Verdict.atLeast(
            "classes from the JDK's archive over no agent, openai-java's first call",
            results.ratio(FirstCall.FROM_START, FirstCall.ARCHIVED, Variant.OURS, Variant.NONE),
            0.95,
            " ×"));
    verdicts.add(Verdict.atMost("the jar", results.estimate(JAR, Variant.OURS, "size"), 9, " MiB"));
  }

  /** Not one of the page's budgets: the part is run alone too, and scripts/matrix holds it. */
  private static void archives(SeriesList results, List<Verdict> verdicts) {
    for (String subject : ArchivedService.subjects(results)) {
      verdicts.add(
          Verdict.atLeast(
              "classes from the archive, over no agent, " + subject,
              results.ratio(subject, "archived classes", Variant.OURS, Variant.NONE),
              0.95,
              " ×"));
    }
  }

  private static void memory(SeriesList results, List<Verdict> verdicts) {
    for (String stack : Memory.STACKS) {
      String subject = Memory.subject(stack);
      verdicts.add(
          Verdict.atMost(
              "resident memory over no agent, " + subject,
              results.difference(subject, Memory.WHAT, Variant.OURS, Variant.NONE),
              40,
              " MB"));
    }
  }

  private static void lookup(List<LookupResult> results, List<Verdict> verdicts) {
    int found = verdicts.size();
    LookupResult clock =
        results.stream()
            .filter(result -> result.isClock() && result.threads() == 1)
            .findFirst()
            .orElseThrow();
    for (LookupResult result : results) {
      if (!result.isOurs()) {
        continue;
      }
      String name = result.benchmark() + ", threads: " + result.threads();
      if (result.threads() > 1) {
        verdicts.add(flat(result, results, name));
      } else if (result.isMiss()) {
        verdicts.add(Verdict.atMost(name, result.nanos(), MISS_NANOS, " ns"));
      } else {
        verdicts.add(
            Verdict.atMost(
                name + ", beyond one reading of the clock",
                result.nanos().less(clock.nanos()),
                HIT_NANOS_BEYOND_THE_CLOCK,
                " ns"));
      }
      Estimate bytes = new Estimate(result.bytes(), result.bytes(), result.bytes());
      verdicts.add(Verdict.atMost(name + ", allocated", bytes, NO_BYTES, " B"));
    }
    if (verdicts.size() == found) {
      throw new IllegalStateException("lookup.json holds no lookup of the agent");
    }
  }

  /** More threads than processors are no faster; a lock or a shared counter makes them slower. */
  private static Verdict flat(LookupResult result, List<LookupResult> results, String name) {
    double alone =
        results.stream()
            .filter(other -> other.threads() == 1)
            .filter(other -> other.benchmark().equals(result.benchmark()))
            .mapToDouble(LookupResult::callsPerMicrosecond)
            .findFirst()
            .orElseThrow();
    double share = result.callsPerMicrosecond() / alone;
    return Verdict.atLeast(
        name + ", calls over one thread's", new Estimate(share, share, share), 0.9, " ×");
  }

  private static void throughput(SeriesList results, List<Verdict> verdicts) {
    for (String stack : Throughput.STACKS) {
      verdicts.add(
          Verdict.atLeast(
              "throughput over the same client with a static header, " + stack,
              results.ratio(stack, "throughput", Variant.OURS, Throughput.STATIC),
              0.98,
              " ×"));
    }
  }

  /**
   * Where a machine has nothing else to do, its throughput is what its processors have over what a
   * request takes of them, in the client and in the server. So this is the budget above, without
   * the noise of threads that wait for each other.
   */
  private static void requests(SeriesList results, List<Verdict> verdicts) {
    for (String stack : Requests.STACKS) {
      verdicts.add(
          Verdict.atLeast(
              "CPU time of a request, static header over this agent, " + stack,
              results.ratioOfForks(stack, Requests.CPU_OF_BOTH, Requests.STATIC, Variant.OURS),
              0.98,
              " ×"));
    }
  }

  private static void refresh(List<RefreshResult> results, List<Verdict> verdicts) {
    int found = verdicts.size();
    for (RefreshResult result : results) {
      if (!result.isOurs()) {
        continue;
      }
      verdicts.add(
          Verdict.count(
              "callers that waited, " + result.scenario(), result.callersThatWaited(), 0));
      verdicts.add(
          Verdict.count(
              "identity requests in flight, " + result.scenario(), result.mostInFlight(), 1));
      verdicts.add(
          Verdict.count("expired tokens sent, " + result.scenario(), result.sentExpired(), 0));
      verdicts.add(
          Verdict.count(
              "calls without a token or failed, " + result.scenario(),
              result.callsWithoutToken() + result.callsThatFailed(),
              0));
      if (result.identityRequests() == 0) {
        throw new IllegalStateException("nothing was refreshed: " + result.scenario());
      }
    }
    if (verdicts.size() == found) {
      throw new IllegalStateException("refresh.json holds nothing of the agent's cache");
    }
  }

  private static void scale(List<ScaleResult> results, List<Verdict> verdicts) {
    int found = verdicts.size();
    for (ScaleResult result : results) {
      if (result.isOurs() && result.scenario().startsWith("start")) {
        verdicts.add(
            Verdict.count(
                "requests before Retry-After was over, " + result.scenario(),
                (long) result.early(),
                0));
      }
    }
    if (verdicts.size() == found) {
      throw new IllegalStateException("scale.json holds nothing of the agent");
    }
  }
}
