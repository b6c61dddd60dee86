package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many classes a JVM took from its archives: without the agent, and with it.
 *
 * @param before without the agent
 * @param after with it
 */
record ArchivedClasses(long before, long after) {

  /** The JVM's log text for a class from any archive, or from the AOT cache. */
  static final String ANY = "source: shared objects file";

  /** The same for the application's own archive, which is the top layer. */
  static final String OF_APPLICATION = "source: shared objects file (top)";

  private static final int LEAST_PERCENT = 95;

  /** The test bed whose JVMs write the classes that they load into that file. */
  static TestBed logged(TestBed testBed, Path log) {
    return testBed.with("-Xlog:class+load:file=" + log);
  }

  static ArchivedClasses in(Path without, Path with, String source) throws IOException {
    return new ArchivedClasses(count(without, source), count(with, source));
  }

  private static long count(Path log, String source) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(source)).count();
    }
  }

  List<String> faults() {
    if (before == 0) {
      return List.of("the archive is not used without the agent either");
    }
    return after * 100 < before * LEAST_PERCENT
        ? List.of(
            "fewer than " + LEAST_PERCENT + " % of the classes come from the archive: " + this)
        : List.of();
  }

  @Override
  public String toString() {
    return before + " classes from the archive without the agent, " + after + " with it";
  }
}
