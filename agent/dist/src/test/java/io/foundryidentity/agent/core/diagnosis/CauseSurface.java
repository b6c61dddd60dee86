package io.foundryidentity.agent.core.diagnosis;

import java.util.Arrays;
import java.util.List;

/** The causes, a line for each. */
public final class CauseSurface {

  private CauseSurface() {}

  public static List<String> lines() {
    return Arrays.stream(Cause.values()).map(cause -> "cause " + cause.id()).toList();
  }

  /** Any explanation, for a report that has one. */
  public static Explanation explanation() {
    return new Explanation(Cause.NAME_UNKNOWN, "words", "remedy");
  }
}
