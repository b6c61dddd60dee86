package io.foundryidentity.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a main leaves its figures for whoever makes a page of them. */
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
