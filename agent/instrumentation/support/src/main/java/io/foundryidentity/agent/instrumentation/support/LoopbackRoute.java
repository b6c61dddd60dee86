package io.foundryidentity.agent.instrumentation.support;

/** One way over the gateway. */
public interface LoopbackRoute {

  /** Stands for the target's scheme, host and port; without a slash at its end. */
  String origin();

  /** Opens the way, as a bearer; whoever has it can use the target until {@link #close}. */
  String secret();

  /** From now on the secret opens nothing. */
  void close();
}
