package io.foundryidentity.agent.instrumentation.support;

import java.util.List;

/** What one HTTP client's module implements: where its requests are written, nothing else. */
public interface ClientInstrumentation {

  /** The name under the {@code clients} key. */
  String client();

  /** Where advice goes in. */
  List<JoinPoint> joinPoints();

  /**
   * Classes that an application loads long before its first request, such as builders: seeing one
   * starts the first token fetch. Written with slashes, as a suffix where the client may be shaded.
   * Empty for a client that is used so widely that its sight says nothing about Foundry.
   */
  List<String> earlyTypes();

  /**
   * Whether nearly every program loads its classes, so that seeing one is no reason to come in: it
   * waits until it is named in the configuration, or until something else tells that it is needed.
   */
  default boolean isOnDemand() {
    return false;
  }
}
