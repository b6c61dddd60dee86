package io.foundryidentity.agent.bootstrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link AuthorizationBridge} for processes that the application starts.
 *
 * <p>Public for advice. Until {@link #install} it answers "start this one as it is". {@link
 * #starting} and {@link #started} never throw.
 */
public final class ProcessBridge {

  private static volatile @Nullable ProcessStarts starts;

  private ProcessBridge() {}

  /** Public for the isolated side; null switches the agent off. */
  public static void install(@Nullable ProcessStarts installed) {
    starts = installed;
  }

  /**
   * {@link ProcessStarts#starting}. The result is typed as an object, because this package's class
   * files cannot be found where advice is inlined into a class of the JDK.
   */
  public static @Nullable Object starting(
      String[] command, @Nullable Map<String, String> environment) {
    ProcessStarts current = starts;
    try {
      return current == null ? null : current.starting(command, environment);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return null;
    }
  }

  /** {@link ProcessStart#environment}. */
  public static Map<String, String> environment(Object start) {
    return ((ProcessStart) start).environment();
  }

  /** {@link ProcessStart#started}. */
  public static void started(@Nullable Object start, @Nullable Process process) {
    try {
      if (start != null) {
        ((ProcessStart) start).started(process);
      }
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }
}
