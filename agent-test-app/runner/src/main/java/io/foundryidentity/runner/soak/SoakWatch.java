package io.foundryidentity.runner.soak;

import io.foundryidentity.simulator.Decision;
import io.foundryidentity.simulator.DecisionListener;
import io.foundryidentity.simulator.ReceivedRequest;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Counts Foundry's decisions for each phase, and collects the tokens that it received. */
final class SoakWatch implements DecisionListener {

  private final Set<String> tokens = new LinkedHashSet<>();
  private Map<Decision, Long> decisions = new EnumMap<>(Decision.class);
  private int tokensBefore;

  /** The counts since the last call. */
  record Counted(Map<Decision, Long> decisions, int newTokens) {}

  @Override
  public synchronized void decided(ReceivedRequest request, Decision decision) {
    decisions.merge(decision, 1L, Long::sum);
    String authorization = request.header("authorization");
    if (decision == Decision.PASSED && authorization != null && tokens.add(authorization)) {
      notifyAll();
    }
  }

  synchronized Counted next() {
    Counted counted = new Counted(decisions, tokens.size() - tokensBefore);
    decisions = new EnumMap<>(Decision.class);
    tokensBefore = tokens.size();
    return counted;
  }

  synchronized int tokenCount() {
    return tokens.size();
  }

  /** Every Authorization header value of an accepted request. */
  synchronized Set<String> tokens() {
    return Set.copyOf(tokens);
  }

  /** Waits for more tokens than that; returns whether they came in time. */
  synchronized boolean awaitMoreThan(int count, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; tokens.size() <= count && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return tokens.size() > count;
  }
}
