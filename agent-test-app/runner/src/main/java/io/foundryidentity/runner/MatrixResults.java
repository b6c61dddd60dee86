package io.foundryidentity.runner;

import io.foundryidentity.runner.compatibility.Result;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a run as it grows, and the same in a file for the page on compatibility. */
final class MatrixResults {

  /** Enough to see why a JVM did not start, and what its threads did if it had to be ended. */
  private static final int PRINTED_AT_MOST = 500;

  private final PrintStream out;
  private final List<Trial.Ended> all = new ArrayList<>();

  MatrixResults(PrintStream out) {
    this.out = out;
  }

  void add(Trial.Ended ended) {
    all.add(ended);
    Outcome outcome = ended.outcome();
    out.printf(
        Locale.ROOT,
        "Java %-3d %-50s %s %5.1f s  %s%n",
        ended.trial().jvm().feature(),
        ended.trial().name(),
        outcome.isGood() ? "\u2713" : "\u2717",
        ended.took().toMillis() / 1000.0,
        outcome.isGood() ? outcome.note() : "");
    if (!outcome.isGood()) {
      outcome.faults().forEach(fault -> out.println("    " + fault));
      outcome.printed().stream()
          .limit(PRINTED_AT_MOST)
          .forEach(line -> out.println("    | " + line));
    }
    out.flush();
  }

  /** For the page on compatibility. */
  List<Result> all() {
    return all.stream().map(MatrixResults::result).toList();
  }

  /** Prints the last line; whether all is well. */
  boolean close() {
    long passed = all.stream().filter(ended -> ended.outcome().isGood()).count();
    out.println(passed + " passed, " + (all.size() - passed) + " failed");
    return passed == all.size() && passed > 0;
  }

  private static Result result(Trial.Ended ended) {
    Outcome outcome = ended.outcome();
    return new Result(
        "matrix",
        ended.trial().name(),
        ended.trial().version(),
        String.valueOf(ended.trial().jvm().feature()),
        outcome.isGood(),
        outcome.isGood() ? outcome.note() : outcome.faults().get(0));
  }
}
