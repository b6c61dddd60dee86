package io.foundryidentity.agent.core.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A stack trace as lines of the agent's own: each without secrets, on one line, and limited in
 * number.
 */
public final class FailureLines {

  private static final int MOST = 200;
  private static final int MOST_FRAMES = 40;

  private final List<String> lines = new ArrayList<>();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private FailureLines() {}

  /** The exception, its causes and what it suppressed, with their frames; at most 200 lines. */
  public static List<String> of(Throwable failure) {
    FailureLines trace = new FailureLines();
    trace.add("", failure);
    return trace.lines;
  }

  private void add(String role, Throwable failure) {
    if (lines.size() >= MOST || !seen.add(failure)) {
      return;
    }
    lines.add(role + SafeText.line(failure));
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 0; i < frames.length && i < MOST_FRAMES && lines.size() < MOST; i++) {
      lines.add("  at " + SafeText.line(frames[i], 300));
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      add("suppressed: ", suppressed);
    }
    Throwable cause = failure.getCause();
    if (cause != null) {
      add("caused by: ", cause);
    }
  }
}
