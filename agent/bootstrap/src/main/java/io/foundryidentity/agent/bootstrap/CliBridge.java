package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@link AuthorizationBridge} for libraries whose requests another program makes.
 *
 * <p>Public for advice. Until {@link #install} it answers "leave this call alone". Its methods
 * never throw.
 */
public final class CliBridge {

  private static volatile @Nullable CliCalls calls;

  private CliBridge() {}

  /** Public for the isolated side; null switches the agent off. */
  public static void install(@Nullable CliCalls installed) {
    calls = installed;
  }

  /** {@link CliCalls#call}. */
  public static @Nullable CompletableFuture<?> call(
      MethodHandles.Lookup library,
      Object connection,
      String method,
      @Nullable Object parameters,
      Class<?> answer) {
    CliCalls current = calls;
    try {
      return current == null ? null : current.call(library, connection, method, parameters, answer);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return null;
    }
  }

  /** {@link CliCalls#connectedToOwn}. */
  public static void connectedToOwn(Object connection) {
    CliCalls current = calls;
    try {
      if (current != null) {
        current.connectedToOwn(connection);
      }
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }

  /** {@link CliCalls#closed}. */
  public static void closed(Object connection) {
    CliCalls current = calls;
    try {
      if (current != null) {
        current.closed(connection);
      }
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }

  /** {@link CliCalls#starting}. */
  public static @Nullable Object starting(MethodHandles.Lookup library, Object options) {
    CliCalls current = calls;
    try {
      return current == null ? null : current.starting(library, options);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
      return null;
    }
  }

  /** {@link CliCalls#started}. */
  public static void started(@Nullable Object undo) {
    CliCalls current = calls;
    try {
      if (current != null && undo != null) {
        current.started(undo);
      }
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }
}
