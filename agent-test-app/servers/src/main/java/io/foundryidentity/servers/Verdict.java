package io.foundryidentity.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a start with the agent must have in common with one without, and in what they differ. */
final class Verdict {

  /** A line of the agent's own log that is no warning; servers put a head of theirs before it. */
  private static final Pattern OWN = Pattern.compile("(?:^|\\] |\\) )foundry-identity INFO: ");

  /** The JVM's own, once a jar is appended to the bootstrap class path. */
  private static final String SHARING =
      "OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes because"
          + " bootstrap classpath has been appended";

  /** The server's list of its own arguments, which the flag is one of. */
  private static final String FLAG = "-javaagent:";

  private Verdict() {}

  /** Every fault; none is what is wanted. */
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

  /** Lines count as often as they stand there; their order is that of threads. */
  private static List<String> difference(List<String> all, List<String> less) {
    List<String> rest = new ArrayList<>(all);
    rest.removeIf(line -> line.startsWith("ANSWER "));
    less.forEach(rest::remove);
    return rest;
  }
}
