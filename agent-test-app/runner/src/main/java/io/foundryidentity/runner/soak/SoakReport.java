package io.foundryidentity.runner.soak;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.compatibility.Result;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.simulator.Decision;
import java.util.Locale;
import java.util.stream.Collectors;

/** A soak's result as a table for the console, and as a line for the page on compatibility. */
final class SoakReport {

  private final SoakResult result;
  private final SoakVerdict verdict;

  SoakReport(SoakResult result, SoakVerdict verdict) {
    this.result = result;
    this.verdict = verdict;
  }

  String table() {
    StringBuilder text = new StringBuilder();
    row(text, "requests sent", result.sent());
    row(text, "answered", result.answered());
    row(text, "redirected to a stranger", result.atStranger());
    row(text, "refused for expiry", result.count(Decision.EXPIRED));
    row(text, "refused for no token", result.count(Decision.NO_TOKEN) + where());
    row(text, "refused otherwise", otherwise());
    row(text, "failed", result.failed());
    row(text, "tokens that leaked", leaked());
    row(text, "tokens used", result.tokens());
    row(text, "identity answers", result.identityAnswers());
    row(text, "longest wait, no outage", result.longestMillis() + " ms");
    row(text, "heap, first and last third", kilobytes(result.heap()));
    row(text, "threads, likewise", result.threads().first() + " and " + result.threads().last());
    return text.toString();
  }

  private long otherwise() {
    return result.count(Decision.OTHER) + result.count(Decision.NOT_YET_VALID);
  }

  private String where() {
    String phases =
        result.phases().stream()
            .filter(phase -> phase.count(Decision.NO_TOKEN) > 0)
            .map(phase -> phase.trouble().toString())
            .distinct()
            .collect(Collectors.joining(", "));
    return phases.isEmpty() ? "" : " (in: " + phases + ")";
  }

  private static String kilobytes(SoakFlatness heap) {
    return String.format(Locale.ROOT, "%,d KB and %,d KB", heap.first() / 1024, heap.last() / 1024);
  }

  private static void row(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "  %-28s %s%n", name, value));
  }

  /** For the page on compatibility. */
  Result result(String version, Jvm jvm, int askingThreads, long seed) {
    boolean good = verdict.faults().isEmpty();
    String note =
        String.format(
            Locale.ROOT,
            "%d s, %d threads, seed %d: %d requests, %d tokens, %d leaked, %d refused for expiry",
            result.length().toSeconds(),
            askingThreads,
            seed,
            result.sent(),
            result.tokens(),
            leaked(),
            result.count(Decision.EXPIRED));
    return new Result(
        "soak",
        ClientCase.SOAK.stack(),
        version,
        String.valueOf(jvm.feature()),
        good,
        good ? note : verdict.faults().get(0));
  }

  private long leaked() {
    return result.leakedToStranger() + result.leakedInOutput();
  }
}
