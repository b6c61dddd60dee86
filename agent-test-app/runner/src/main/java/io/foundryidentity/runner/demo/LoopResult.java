package io.foundryidentity.runner.demo;

import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.testbed.TestBed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result of one run of the looping program.
 *
 * @param calls its questions, answered or refused
 * @param tokens how many different bearers Foundry received
 * @param placeholders how many requests reached Foundry with the placeholder key
 */
record LoopResult(List<Call> calls, int tokens, long placeholders) {

  private static final Pattern ID =
      Pattern.compile("([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.?");
  private static final Pattern TIME = Pattern.compile("^\\[(\\d+) ms] ");

  /** From the run's calls, and what Foundry has received since it was last cleared. */
  static LoopResult of(List<Call> calls, TestBed testBed) {
    Set<String> bearers = new LinkedHashSet<>();
    testBed.simulator().foundry().requests().stream()
        .filter(request -> !TestBed.holdsPlaceholder(request))
        .forEach(request -> bearers.add(String.valueOf(request.header("authorization"))));
    long placeholders =
        testBed.simulator().foundry().requests().stream().filter(TestBed::holdsPlaceholder).count();
    return new LoopResult(List.copyOf(calls), bearers.size(), placeholders);
  }

  long answered() {
    return calls.stream().filter(Call::ok).count();
  }

  long refused() {
    return calls.stream().filter(Call::refused).count();
  }

  /** How long the first answer took; it includes class loading, the TLS handshake and a token. */
  long firstMillis() {
    return calls.isEmpty() ? 0 : millis(calls.get(0));
  }

  /** The longest that any later answer took. */
  long longestMillisAfterTheFirst() {
    return calls.stream().skip(1).mapToLong(LoopResult::millis).max().orElse(0);
  }

  static long millis(Call call) {
    Matcher time = TIME.matcher(call.text());
    return time.find() ? Long.parseLong(time.group(1)) : 0;
  }

  /** The answer, with the caller's id cut to its first group. */
  static String words(Call call) {
    return ID.matcher(TIME.matcher(call.brief()).replaceFirst("")).replaceAll("$1-...");
  }
}
