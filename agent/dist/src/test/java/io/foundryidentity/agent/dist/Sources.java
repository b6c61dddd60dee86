package io.foundryidentity.agent.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of one of the agent's modules, for names that are nowhere else than in its code. */
public final class Sources {

  private Sources() {}

  /** The text of all of them. */
  public static String of(String module) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files(module)) {
      text.append(Files.readString(file)).append('\n');
    }
    return text.toString();
  }

  private static List<Path> files(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
