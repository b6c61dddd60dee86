package io.foundryidentity.agent.instrumentation.support;

/** One target behind the gateway of this JVM, and the secret that gives access to it. */
public interface GatewayRoute {

  /** Replaces the target's scheme, host and port; without a slash at its end. */
  String origin();

  /** To be sent as a bearer; whoever has it can use the target until {@link #close}. */
  String secret();

  /** From now on the gateway refuses the secret. */
  void close();
}
