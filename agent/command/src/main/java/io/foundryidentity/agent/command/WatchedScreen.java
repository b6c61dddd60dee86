package io.foundryidentity.agent.command;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What {@code --watch} prints: on a terminal each text takes the place of the one before, with the
 * time above it; elsewhere one follows the other.
 */
final class WatchedScreen {

  /** Goes to the upper left corner. */
  private static final String HOME = "\u001b[H";

  /** With its seconds, which the text of a {@code LocalDateTime} leaves out if they are zero. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final String CLEAR_ALL = "\u001b[2J";

  private final PrintWriter out;
  private final boolean redraws;
  private final Clock clock;
  private final String head;
  private boolean first = true;

  /**
   * @param head is printed behind the time
   */
  WatchedScreen(PrintWriter out, boolean redraws, Clock clock, String head) {
    this.out = out;
    this.redraws = redraws;
    this.clock = clock;
    this.head = head;
  }

  void show(String text) {
    if (redraws) {
      redraw(text);
    } else {
      if (!first) {
        out.println();
      }
      out.println(text);
    }
    first = false;
    out.flush();
  }

  /** Each line is overwritten and not cleared first, which would flicker. */
  private void redraw(String text) {
    out.print(first ? CLEAR_ALL + HOME : HOME);
    out.println(TIME.format(LocalDateTime.now(clock)) + "  " + head + CLEAR_TO_END_OF_LINE);
    out.println(CLEAR_TO_END_OF_LINE);
    for (String line : text.split("\n", -1)) {
      out.println(line + CLEAR_TO_END_OF_LINE);
    }
    out.print(CLEAR_BELOW);
  }
}
