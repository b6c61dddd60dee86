package io.foundryidentity.agent.core.diagnosis;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A cause in plain words, and what to type to mend it; a value that holds no secret. */
public final class Explanation {

  private final Cause cause;
  private final String words;
  private final List<String> remedies;

  /**
   * @param words whole sentences
   * @param remedies each a command, or a setting written as a flag of {@code java}; may be none
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

  /** Each mends it, or shows what mends it. */
  public List<String> remedies() {
    return remedies;
  }

  /** All of it, for a line of a log. */
  public String line() {
    StringBuilder line = new StringBuilder(words);
    for (int i = 0; i < remedies.size(); i++) {
      line.append(i == 0 ? " What to type: " : "; or ").append(remedies.get(i));
    }
    return line.append(" (").append(cause.id()).append(')').toString();
  }
}
