package io.foundryidentity.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a benchmark's results to a file, to be made into a page. */
final class JsonFile {

  private JsonFile() {}

  static void write(Path file, String json) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file, json + "\n");
    System.out.println("written to " + file);
  }
}
