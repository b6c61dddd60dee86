package io.foundryidentity.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What else the JVM of a case is given, such as another agent.
 *
 * @param before options that stand before this agent's on the command line
 * @param after options that stand behind it
 * @param trace a line that the other agent prints of each request that it sees, or null
 */
record Company(List<String> before, List<String> after, @Nullable Pattern trace) {

  static final Company NONE = new Company(List.of(), List.of(), null);

  Company withBefore(String option) {
    return new Company(plus(before, option), after, trace);
  }

  Company withAfter(String option) {
    return new Company(before, plus(after, option), trace);
  }

  Company withTrace(String pattern) {
    return new Company(before, after, Pattern.compile(pattern));
  }

  private static List<String> plus(List<String> options, String option) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return List.copyOf(more);
  }

  /** How many requests the other agent told of in what a case printed. */
  long traces(CaseProcess.Result result) {
    Pattern line = trace;
    return line == null
        ? 0
        : result.noise().stream().filter(text -> line.matcher(text).find()).count();
  }

  /** The rest of what the case printed: what nobody expects. */
  List<String> noise(CaseProcess.Result result) {
    return trace == null ? result.noise() : List.of();
  }
}
