package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last changes of state for {@code status}, whatever the log's level is.
 *
 * <p>A changed token is an event, a request is not, so the lock is taken rarely.
 */
public final class RecentEvents {

  private static final int MOST = 20;

  private static final int LONGEST = 300;

  private final Clock clock;
  private final Deque<StatusEvent> events = new ArrayDeque<>();

  private volatile @Nullable Runnable listener;

  public RecentEvents(Clock clock) {
    this.clock = clock;
  }

  /** Calls this after each event from now on, on the thread of the event: it must not block. */
  public void onEach(Runnable told) {
    listener = told;
  }

  /** Adds an event; the oldest is forgotten if there are too many. */
  public void add(String text) {
    String line = SafeText.line(text, LONGEST);
    synchronized (events) {
      if (events.size() == MOST) {
        events.removeFirst();
      }
      events.addLast(new StatusEvent(clock.epochMillis(), line));
    }
    Runnable told = listener;
    if (told != null) {
      told.run();
    }
  }

  /** The oldest first. */
  public List<StatusEvent> all() {
    synchronized (events) {
      return new ArrayList<>(events);
    }
  }
}
