package io.foundryidentity.runner.soak;

import io.foundryidentity.runner.soak.SoakTrouble.Kind;
import io.foundryidentity.simulator.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules for a soak. Every broken rule is one line. */
final class SoakVerdict {

  /**
   * The pause after a failed attempt is at most 1 s at first and doubles each time: the fourth is
   * at most 8 s. Within an attempt azure-identity pauses for up to 3.2 s.
   */
  static final long LONGEST_RECOVERY = 12_000;

  /**
   * A request waits only for an attempt that is in progress. That ends much earlier, except in an
   * outage; the rest is a margin for a busy machine.
   */
  static final long LONGEST_WAIT = 10_000;

  /**
   * Between the middles of the first and the last third are two thirds of the run: about 50,000
   * requests in a run of three minutes. A leak of 80 bytes for each request would be 4 MB. Up to 3
   * MB were seen without one: buffers in flight, the JDK's TLS sessions, the program's own records.
   */
  static final long HEAP_MARGIN = 4 * 1024 * 1024;

  /** The agent's timer and two workers, and two threads of the clients, start and end. */
  static final int THREAD_MARGIN = 5;

  /** The program reports its time once a second, and on a busy machine the report comes late. */
  private static final Duration LARGEST_CLOCK_ERROR = Duration.ofMinutes(1);

  static final int RULES = 8;

  private final SoakResult result;
  private final Duration tokenLife;
  private final int passed;
  private final List<String> faults = new ArrayList<>();

  SoakVerdict(SoakResult result, Duration tokenLife) {
    this.result = result;
    this.tokenLife = tokenLife;
    int held = 0;
    held += hold(tokensInTime());
    held += hold(noneWithout());
    held += hold(refreshed());
    held += hold(everyPhaseMet());
    held += hold(noFailures());
    held += hold(noLeak());
    held += hold(flatHeap());
    held += hold(flatThreads());
    passed = held;
  }

  /** How many rules hold. */
  int passed() {
    return passed;
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  private int hold(List<String> broken) {
    faults.addAll(broken);
    return broken.isEmpty() ? 1 : 0;
  }

  private List<String> tokensInTime() {
    List<String> broken = new ArrayList<>();
    for (Decision decision : List.of(Decision.EXPIRED, Decision.NOT_YET_VALID, Decision.OTHER)) {
      if (result.count(decision) > 0) {
        broken.add(result.count(decision) + " requests were refused as " + decision);
      }
    }
    return broken;
  }

  private List<String> noneWithout() {
    List<String> broken = new ArrayList<>();
    for (SoakPhase phase : result.phases()) {
      long without = phase.count(Decision.NO_TOKEN);
      if (without > 0 && !phase.trouble().mayGoWithout()) {
        broken.add(without + " requests went out without a token: " + phase.line());
      }
    }
    return broken;
  }

  private List<String> refreshed() {
    List<String> broken = new ArrayList<>();
    long outages = result.phases().stream().filter(p -> p.trouble().kind() == Kind.OUTAGE).count();
    // An outage lasts two token lives. At other times a token is replaced at half of its life
    long lives = result.length().dividedBy(tokenLife) - 3 * outages;
    if (result.tokens() < lives) {
      broken.add(result.tokens() + " tokens for the time of " + lives + " lives");
    }
    for (SoakPhase phase : result.phases()) {
      boolean due = phase.trouble().kind() != Kind.REST && phase.trouble().kind() != Kind.OUTAGE;
      if (due && (phase.recoveredMillis() < 0 || phase.recoveredMillis() > LONGEST_RECOVERY)) {
        broken.add("no new token in time: " + phase.line());
      }
    }
    return broken;
  }

  private List<String> everyPhaseMet() {
    List<String> broken = new ArrayList<>();
    for (SoakPhase phase : result.phases()) {
      if (phase.identityRequests() == 0 && phase.trouble().kind() != Kind.REST) {
        broken.add("no identity request met this phase: " + phase.line());
      }
    }
    for (SoakPhase phase : result.phases()) {
      Duration error = phase.clockAhead().minus(phase.trouble().clock()).abs();
      if (phase.trouble().kind() == Kind.CLOCK && error.compareTo(LARGEST_CLOCK_ERROR) > 0) {
        broken.add("the clock was ahead by " + phase.clockAhead() + ": " + phase.line());
      }
    }
    for (SoakTrouble trouble : SoakTrouble.values()) {
      if (result.phases().stream().noneMatch(phase -> phase.trouble() == trouble)) {
        broken.add("there was no time for: " + trouble);
      }
    }
    return broken;
  }

  private List<String> noFailures() {
    List<String> broken = new ArrayList<>();
    if (result.exit() != 0) {
      broken.add("the program ended with " + result.exit());
    }
    if (result.answered() == 0) {
      broken.add("no request was answered");
    }
    if (result.answered() > result.count(Decision.PASSED)) {
      broken.add("more answers than Foundry gave");
    }
    if (result.failed() > 0) {
      broken.add(result.failed() + " requests failed: " + result.failures());
    }
    if (result.longestMillis() > LONGEST_WAIT) {
      broken.add("a request took " + result.longestMillis() + " ms");
    }
    return broken;
  }

  private List<String> noLeak() {
    List<String> broken = new ArrayList<>();
    if (result.atStranger() == 0 || result.lines() == 0) {
      broken.add("nothing reached the stranger, or nothing was printed, to look for tokens in");
    }
    if (result.leakedToStranger() > 0) {
      broken.add(result.leakedToStranger() + " requests brought a token to a stranger");
    }
    if (result.leakedInOutput() > 0) {
      broken.add(result.leakedInOutput() + " lines of output held a token");
    }
    return broken;
  }

  private List<String> flatHeap() {
    return result.heap().growth() <= HEAP_MARGIN
        ? List.of()
        : List.of("the heap grew by " + result.heap().growth() + " bytes");
  }

  private List<String> flatThreads() {
    return result.threads().growth() <= THREAD_MARGIN
        ? List.of()
        : List.of(
            "threads grew by "
                + result.threads().growth()
                + ": "
                + result.vitals().get(result.vitals().size() - 1).kinds());
  }
}
