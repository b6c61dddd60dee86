package io.foundryidentity.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart as {@code helm install} renders it; arguments: a file of values, the file to write. */
final class Rendering {

  private Rendering() {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[1]), Chart.render(Path.of(arguments[0])));
  }
}
