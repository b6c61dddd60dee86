package io.foundryidentity.runner.matrix;

import io.foundryidentity.runner.checks.Outcome;
import io.foundryidentity.runner.compatibility.Result;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the table of a run row by row, and keeps its rows for the page on compatibility. */
final class MatrixResults {

  /** Enough to see why a JVM did not start, and what its threads did if it had to be killed. */
  private static final int PRINTED_AT_MOST = 500;

  private final PrintStream out;
  private final List<MatrixRow.Finished> all = new ArrayList<>();

  MatrixResults(PrintStream out) {
    this.out = out;
  }

  void add(MatrixRow.Finished finished) {
    all.add(finished);
    Outcome outcome = finished.outcome();
    out.printf(
        Locale.ROOT,
        "Java %-3d %-50s %s %5.1f s  %s%n",
        finished.row().jvm().feature(),
        finished.row().name(),
        outcome.isGood() ? "\u2713" : "\u2717",
        finished.took().toMillis() / 1000.0,
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

  /** Prints the last line; returns whether every row passed. */
  boolean close() {
    long passed = all.stream().filter(finished -> finished.outcome().isGood()).count();
    out.println(passed + " passed, " + (all.size() - passed) + " failed");
    return passed == all.size() && passed > 0;
  }

  private static Result result(MatrixRow.Finished finished) {
    Outcome outcome = finished.outcome();
    return new Result(
        "matrix",
        finished.row().name(),
        finished.row().version(),
        String.valueOf(finished.row().jvm().feature()),
        outcome.isGood(),
        outcome.isGood() ? outcome.note() : outcome.faults().get(0));
  }
}
