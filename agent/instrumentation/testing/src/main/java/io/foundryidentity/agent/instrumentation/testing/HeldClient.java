package io.foundryidentity.agent.instrumentation.testing;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of an event loop as {@link HeldRequestCases} drives it. All of its timers that measure
 * the socket or the other end are set to one second.
 */
public interface HeldClient extends AutoCloseable {

  /** A call that has begun. */
  interface Call {

    /** The answer's status; fails as the client says it. */
    CompletableFuture<Integer> status();

    /** Ends the call, as an application does that has lost interest. */
    void cancel();
  }

  /** Whether the application can give a call a deadline that begins with the call. */
  default boolean hasDeadlines() {
    return true;
  }

  /**
   * Begins a POST.
   *
   * @param streamed whether the body comes in several parts, after the call has begun
   * @param deadline the application's own for the whole call; null for none
   */
  Call post(URI uri, String body, boolean streamed, @Nullable Duration deadline) throws Exception;
}
