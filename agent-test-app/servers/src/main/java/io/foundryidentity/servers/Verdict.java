package io.foundryidentity.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Compares a start with the agent to one without: what must be equal and what must differ. */
final class Verdict {

  /** A line of the agent's log that is not a warning; servers may put a prefix before it. */
  private static final Pattern OWN = Pattern.compile("(?:^|\\] |\\) )foundry-identity INFO: ");

  /** Printed by the JVM when a jar is appended to the bootstrap class path. */
  private static final String SHARING =
      "OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes because"
          + " bootstrap classpath has been appended";

  /** The server's list of its own arguments, which includes the flag. */
  private static final String FLAG = "-javaagent:";

  private Verdict() {}

  /** Every fault; empty if all is well. */
  static List<String> on(Start without, Start with) {
    List<String> faults = new ArrayList<>();
    answers("without the agent", without, "401", faults);
    answers("with the agent", with, "200", faults);
    if (without.answers().size() != with.answers().size()) {
      faults.add("without: " + without.answers() + ", with: " + with.answers());
    }
    for (String line : difference(with.lines(), without.lines())) {
      if (!OWN.matcher(line).find() && !line.contains(FLAG) && !line.equals(SHARING)) {
        faults.add("with the agent only: " + line);
      }
    }
    for (String line : difference(without.lines(), with.lines())) {
      faults.add("without the agent only: " + line);
    }
    faults.addAll(without.classes().comparedWith(with.classes()));
    return faults;
  }

  private static void answers(String when, Start start, String status, List<String> faults) {
    if (start.answers().isEmpty()) {
      faults.add(when + " nobody answered");
    }
    for (String answer : start.answers()) {
      if (!answer.endsWith(" " + status)) {
        faults.add(when + ": " + answer);
      }
    }
  }

  /** Compares how often each line occurs, not their order, which depends on threads. */
  private static List<String> difference(List<String> all, List<String> less) {
    List<String> rest = new ArrayList<>(all);
    rest.removeIf(line -> line.startsWith("ANSWER "));
    less.forEach(rest::remove);
    return rest;
  }
}
