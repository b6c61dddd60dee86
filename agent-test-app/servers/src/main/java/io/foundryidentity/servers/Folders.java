package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and deletes whole folders. */
final class Folders {

  private Folders() {}

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path path : all(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  static void copy(Path from, Path to) throws IOException {
    for (Path path : all(from)) {
      Path copy = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.createDirectories(copy.toAbsolutePath().normalize().getParent());
        Files.copy(path, copy);
      }
    }
  }

  /** The one folder in a folder, as archives have it. */
  static Path only(Path folder) throws IOException {
    try (Stream<Path> in = Files.list(folder)) {
      return in.filter(Files::isDirectory)
          .reduce(
              (one, other) -> {
                throw new IllegalStateException(folder + " holds more than one folder");
              })
          .orElseThrow(() -> new IllegalStateException(folder + " is empty"));
    }
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> in = Files.walk(folder)) {
      return in.toList();
    }
  }
}
