package io.foundryidentity.runner;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a run as it grows, and the same in a file for the page on compatibility. */
final class MatrixResults {

  /** Enough to see why a JVM did not start. */
  private static final int PRINTED_AT_MOST = 20;

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

  /** One JSON object a line. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, all.stream().map(MatrixResults::json).toList());
  }

  /** Prints the last line; whether all is well. */
  boolean close() {
    long passed = all.stream().filter(ended -> ended.outcome().isGood()).count();
    out.println(passed + " passed, " + (all.size() - passed) + " failed");
    return passed == all.size() && passed > 0;
  }

  private static String json(Trial.Ended ended) {
    Outcome outcome = ended.outcome();
    return new JsonObject()
        .put("kind", "matrix")
        .put("name", ended.trial().name())
        .put("version", ended.trial().version())
        .put("java", String.valueOf(ended.trial().jvm().feature()))
        .put("result", outcome.isGood() ? "passed" : "failed")
        .put("note", outcome.isGood() ? outcome.note() : outcome.faults().get(0))
        .encode();
  }
}
