package io.foundryidentity.runner;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of the looping program came to.
 *
 * @param calls its questions and what became of them
 * @param tokens how many different bearers Foundry saw
 * @param placeholders how many requests reached Foundry with the placeholder key
 */
record Performance(List<Call> calls, int tokens, long placeholders) {

  private static final Pattern TIME = Pattern.compile("^\\[(\\d+) ms] ");

  /** Takes the run's calls, and what Foundry has received since it was last cleared. */
  static Performance of(List<Call> calls, Stage stage) {
    Set<String> bearers = new LinkedHashSet<>();
    stage.simulator().foundry().requests().stream()
        .filter(request -> !Stage.holdsPlaceholder(request))
        .forEach(request -> bearers.add(String.valueOf(request.header("authorization"))));
    long placeholders =
        stage.simulator().foundry().requests().stream().filter(Stage::holdsPlaceholder).count();
    return new Performance(List.copyOf(calls), bearers.size(), placeholders);
  }

  long answered() {
    return calls.stream().filter(Call::ok).count();
  }

  long refused() {
    return calls.stream().filter(Call::refused).count();
  }

  /** How long the first answer took: it pays for class loading, the TLS handshake and a token. */
  long firstMillis() {
    return calls.isEmpty() ? 0 : millis(calls.get(0));
  }

  /** The longest that any later answer took. */
  long longestMillisAfterTheFirst() {
    return calls.stream().skip(1).mapToLong(Performance::millis).max().orElse(0);
  }

  static long millis(Call call) {
    Matcher time = TIME.matcher(call.text());
    return time.find() ? Long.parseLong(time.group(1)) : 0;
  }

  static String words(Call call) {
    return TIME.matcher(call.brief()).replaceFirst("");
  }
}
