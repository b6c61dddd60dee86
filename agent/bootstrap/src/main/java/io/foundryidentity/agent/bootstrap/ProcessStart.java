package io.foundryidentity.agent.bootstrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process that starts in another environment than the application asked for. */
public interface ProcessStart {

  /** That environment, in the JDK's own map class, as the JDK accepts no other. */
  Map<String, String> environment();

  /**
   * The attempt to start it is over.
   *
   * @param process null if it could not be started
   */
  void started(@Nullable Process process);
}
