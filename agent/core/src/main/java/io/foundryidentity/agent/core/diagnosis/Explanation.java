package io.foundryidentity.agent.core.diagnosis;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A cause in plain words, and the commands that fix it; a value without secrets. */
public final class Explanation {

  private final Cause cause;
  private final String words;
  private final List<String> remedies;

  /**
   * @param words whole sentences
   * @param remedies each a command, or a setting written as a flag of {@code java}; may be empty
   */
  Explanation(Cause cause, String words, String... remedies) {
    this.cause = cause;
    this.words = words;
    this.remedies = Collections.unmodifiableList(Arrays.asList(remedies));
  }

  public Cause cause() {
    return cause;
  }

  public String words() {
    return words;
  }

  /** Each fixes the cause, or shows what fixes it. */
  public List<String> remedies() {
    return remedies;
  }

  /** The whole explanation as one log line. */
  public String line() {
    StringBuilder line = new StringBuilder(words);
    for (int i = 0; i < remedies.size(); i++) {
      line.append(i == 0 ? " What to type: " : "; or ").append(remedies.get(i));
    }
    return line.append(" (").append(cause.id()).append(')').toString();
  }
}
