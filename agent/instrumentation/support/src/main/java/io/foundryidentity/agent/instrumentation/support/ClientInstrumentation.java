package io.foundryidentity.agent.instrumentation.support;

import java.util.List;

/** What one HTTP client's module implements: the methods that its advice goes into. */
public interface ClientInstrumentation {

  /** The name under the {@code clients} key. */
  String client();

  /** The methods that advice goes into. */
  List<JoinPoint> joinPoints();

  /**
   * Classes that an application loads long before its first request, such as builders: when one
   * loads, the first token fetch starts. Written with slashes; a suffix, if the client may be
   * shaded. Empty for a client that is used for so much else that it says nothing about Foundry.
   */
  List<String> earlyTypes();

  /**
   * Whether nearly every program loads its classes, so that loading one must not start the agent's
   * work. It starts when the configuration names the client, or when another client needs it.
   */
  default boolean isOnDemand() {
    return false;
  }
}
