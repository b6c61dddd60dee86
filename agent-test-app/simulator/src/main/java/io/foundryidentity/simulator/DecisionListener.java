package io.foundryidentity.simulator;

/** Called with each decision, on the server's thread and before the answer; must not block. */
public interface DecisionListener {
  void decided(ReceivedRequest request, Decision decision);
}
