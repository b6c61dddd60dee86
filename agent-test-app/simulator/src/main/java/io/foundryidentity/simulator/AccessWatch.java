package io.foundryidentity.simulator;

/** Is told of each decision, on the server's thread and before the answer; must not wait. */
public interface AccessWatch {
  void decided(ReceivedRequest request, Decision decision);
}
