package io.foundryidentity.runner.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The results of all scripts, and what is missing in them. */
record Results(Map<Part, List<Result>> of) {

  /** Reads a file for each part; a missing file has no results. */
  static Results read(Path folder) throws IOException {
    Map<Part, List<Result>> results = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      Path file = folder.resolve(part.fileName());
      results.put(
          part,
          Files.exists(file)
              ? Files.readAllLines(file).stream()
                  .filter(line -> !line.isBlank())
                  .map(Result::parse)
                  .toList()
              : List.of());
    }
    return new Results(results);
  }

  /** Why no page can be made of these results; empty if it can. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (Part part : Part.values()) {
      List<Result> results = of.getOrDefault(part, List.of());
      if (results.isEmpty()) {
        faults.add("no results of " + part.script());
      }
      results.stream()
          .filter(result -> !result.passed())
          .map(result -> part.script() + ": " + result.name() + " failed: " + result.note())
          .forEach(faults::add);
    }
    return faults;
  }
}
