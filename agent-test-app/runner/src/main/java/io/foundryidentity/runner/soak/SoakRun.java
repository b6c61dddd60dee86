package io.foundryidentity.runner.soak;

import io.foundryidentity.runner.soak.SoakTrouble.Kind;
import io.foundryidentity.simulator.EndpointBehaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Applies one trouble after another to the identity endpoint or the clock, and records results. */
final class SoakRun {

  /** Ten for each thread: then every thread has its connection, even on a busy machine. */
  private static final long FIRST_ANSWERS = 2_000;

  /** How long a short trouble lasts after the first request that it affects. */
  private static final long SHORT_MILLIS = 2_000;

  /**
   * How long to wait after a jump of the clock. A jump ahead makes the current token expire; the
   * token that replaces it at once must not be counted as a later refresh.
   */
  private static final long JUMP_MILLIS = 1_500;

  /** How long to wait for a new token; the verdict fails a phase that takes longer in any case. */
  private static final long PATIENCE = 2 * SoakVerdict.LONGEST_RECOVERY;

  /** Requests that were sent without a token have arrived after this time. */
  private static final long AFTER_RECOVERY = 2_000;

  private final EndpointBehaviour endpoint;
  private final FakeClock clock;
  private final SoakWatch watch;
  private final SoakProgram program;
  private final Duration tokenLife;
  private final List<SoakPhase> phases = new ArrayList<>();
  private long begin;
  private long longestMillis;
  private Map<String, Long> answersBefore = Map.of();

  SoakRun(
      EndpointBehaviour endpoint,
      FakeClock clock,
      SoakWatch watch,
      SoakProgram program,
      Duration tokenLife) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.watch = watch;
    this.program = program;
    this.tokenLife = tokenLife;
  }

  /**
   * Returns when there is no time for another phase before the program ends.
   *
   * @param onceWarm called when all of the program's threads have had answers
   */
  void run(SoakSchedule schedule, Duration warmUp, Duration length, Runnable onceWarm)
      throws IOException, InterruptedException {
    if (!program.awaitAnswers(FIRST_ANSWERS, 120_000)) {
      throw new IllegalStateException("The program had few answers: " + program.failures());
    }
    onceWarm.run();
    begin = System.nanoTime();
    long end = begin + length.minus(program.running()).toNanos();
    TimeUnit.MILLISECONDS.sleep(warmUp.toMillis());
    note(SoakTrouble.WARM_UP, 0, -1);
    program.nextLongestMillis(); // The first request waits for the first token
    for (SoakTrouble trouble = schedule.next();
        System.nanoTime() + longest(trouble) * 1_000_000 < end;
        trouble = schedule.next()) {
      runPhase(trouble);
    }
  }

  /** Records what happened after the last phase; to be called when the program has ended. */
  void end() {
    note(SoakTrouble.WARM_UP, sinceBegin(), -1);
  }

  List<SoakPhase> phases() {
    return List.copyOf(phases);
  }

  /** The longest wait of a request in all phases except the warm-up and outages. */
  long longestMillis() {
    return longestMillis;
  }

  private long longest(SoakTrouble trouble) {
    return trouble.kind() == Kind.OUTAGE
        ? 2 * tokenLife.toMillis() + SoakVerdict.LONGEST_RECOVERY + AFTER_RECOVERY
        : tokenLife.toMillis();
  }

  private void runPhase(SoakTrouble trouble) throws IOException, InterruptedException {
    long at = sinceBegin();
    long recovered =
        switch (trouble.kind()) {
          case SHORT -> shortTrouble(trouble);
          case CLOCK -> jump(trouble);
          case OUTAGE -> outage(trouble);
          case RECOVERY -> recovery();
          case REST -> throw new IllegalArgumentException("Not a trouble: " + trouble);
        };
    note(trouble, at, recovered);
  }

  private long shortTrouble(SoakTrouble trouble) throws InterruptedException {
    CountDownLatch affected = new CountDownLatch(1);
    trouble.applyTo(endpoint);
    endpoint.atNextRequest(affected::countDown);
    if (affected.await(tokenLife.toMillis(), TimeUnit.MILLISECONDS)) {
      TimeUnit.MILLISECONDS.sleep(SHORT_MILLIS);
    }
    int known = watch.tokenCount();
    endpoint.recover();
    return newToken(known);
  }

  private long jump(SoakTrouble trouble) throws IOException, InterruptedException {
    clock.set(trouble.clock());
    TimeUnit.MILLISECONDS.sleep(JUMP_MILLIS);
    return newToken(watch.tokenCount());
  }

  private long outage(SoakTrouble trouble) throws InterruptedException {
    trouble.applyTo(endpoint);
    TimeUnit.MILLISECONDS.sleep(2 * tokenLife.toMillis());
    return -1;
  }

  private long recovery() throws InterruptedException {
    int known = watch.tokenCount();
    endpoint.recover();
    long millis = newToken(known);
    TimeUnit.MILLISECONDS.sleep(AFTER_RECOVERY);
    return millis;
  }

  private long newToken(int known) throws InterruptedException {
    long from = System.nanoTime();
    return watch.awaitMoreThan(known, PATIENCE) ? (System.nanoTime() - from) / 1_000_000 : -1;
  }

  private long sinceBegin() {
    return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
  }

  private void note(SoakTrouble trouble, long at, long recovered) {
    Map<String, Long> now = endpoint.answers();
    Map<String, Long> more = new HashMap<>();
    now.forEach(
        (name, count) -> {
          long grown = count - answersBefore.getOrDefault(name, 0L);
          if (grown > 0) {
            more.put(name, grown);
          }
        });
    answersBefore = now;
    long longest = program.nextLongestMillis();
    if (!trouble.mayGoWithout() && !phases.isEmpty()) {
      longestMillis = Math.max(longestMillis, longest);
    }
    SoakWatch.Counted counted = watch.next();
    SoakPhase phase =
        new SoakPhase(
            trouble,
            at,
            counted.decisions(),
            more,
            counted.newTokens(),
            recovered,
            program.clockAhead());
    System.out.println(phase.line() + "  longest wait " + longest + " ms");
    phases.add(phase);
  }
}
