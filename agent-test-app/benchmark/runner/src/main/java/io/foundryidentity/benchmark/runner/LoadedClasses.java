package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The JVM's own log of the classes that it loads. */
final class LoadedClasses {

  private LoadedClasses() {}

  static double count(Path log) throws IOException {
    return count(log, " source: ");
  }

  /** Those from the JDK's archive, an application's own, or an AOT cache. */
  static double countArchived(Path log) throws IOException {
    return count(log, " source: shared objects file");
  }

  private static double count(Path log, String source) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(source)).count();
    }
  }
}
