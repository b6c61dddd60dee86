package io.foundryidentity.agent.bootstrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process that starts in another environment than the application asked for. */
public interface ProcessStart {

  /** That environment; of the JDK's own kind, which is the only one that it takes. */
  Map<String, String> environment();

  /**
   * The attempt is over.
   *
   * @param process null where it could not be started
   */
  void started(@Nullable Process process);
}
