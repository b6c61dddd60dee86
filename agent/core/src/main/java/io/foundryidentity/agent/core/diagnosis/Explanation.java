package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.targets.Cloud;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A cause in plain words, and the commands that fix it; a value without secrets. */
public final class Explanation {

  private final Cause cause;
  private final String words;
  private final List<String> remedies;
  private final boolean inOrder;

  /**
   * @param words whole sentences
   * @param remedies each a command, or a setting written as a flag of {@code java}; may be empty
   */
  Explanation(Cause cause, String words, String... remedies) {
    this(cause, words, false, remedies);
  }

  private Explanation(Cause cause, String words, boolean inOrder, String... remedies) {
    this.inOrder = inOrder;
    this.cause = cause;
    this.words = words;
    this.remedies = Collections.unmodifiableList(Arrays.asList(remedies));
  }

  /** With remedies that are all needed, in this order. */
  static Explanation inOrder(Cause cause, String words, String... remedies) {
    return new Explanation(cause, words, true, remedies);
  }

  /** For a resource in that cloud: the Azure CLI signs in to one cloud at a time. */
  Explanation in(Cloud cloud) {
    boolean withCli = false;
    for (String remedy : remedies) {
      withCli |= remedy.startsWith("az ") && !remedy.startsWith("az cloud ");
    }
    if (cloud == Cloud.PUBLIC || !withCli) {
      return this;
    }
    String select = "az cloud set --name " + cloud.commandName();
    if (remedies.size() > 1 && !inOrder) {
      String first = words + " The az commands need " + cloud + ": first run " + select + ".";
      return new Explanation(cause, first, remedies.toArray(new String[0]));
    }
    List<String> all = new ArrayList<>();
    all.add(select);
    all.addAll(remedies);
    return inOrder(cause, words, all.toArray(new String[0]));
  }

  /** Whether all remedies are needed, one after the other; else each is enough. */
  public boolean isInOrder() {
    return inOrder;
  }

  public Cause cause() {
    return cause;
  }

  public String words() {
    return words;
  }

  /** Each fixes the cause or shows what fixes it, unless all are needed. */
  public List<String> remedies() {
    return remedies;
  }

  /** The whole explanation as one log line. */
  public String line() {
    StringBuilder line = new StringBuilder(words);
    for (int i = 0; i < remedies.size(); i++) {
      line.append(i == 0 ? " What to type: " : inOrder ? "; then " : "; or ")
          .append(remedies.get(i));
    }
    return line.append(" (").append(cause.id()).append(')').toString();
  }
}
