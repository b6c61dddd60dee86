package io.foundryidentity.agent.bootstrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Called for each process before it starts; the isolated side implements it.
 *
 * <p>Public because the implementation lives in another class loader.
 */
public interface ProcessStarts {

  /**
   * A process that is about to start, on the thread of the application that starts it.
   *
   * @param command the program and its arguments; not to be modified
   * @param environment null if it is this JVM's own; not to be modified
   * @return null to let it start as it is
   */
  @Nullable ProcessStart starting(String[] command, @Nullable Map<String, String> environment);
}
