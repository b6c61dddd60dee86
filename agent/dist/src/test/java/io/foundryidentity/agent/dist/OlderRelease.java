package io.foundryidentity.agent.dist;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a user of one older release has: settings, scripts, and what they did. */
record OlderRelease(Path folder) {

  private static final Path ALL = Path.of("src", "test", "resources", "releases");

  static List<OlderRelease> all() throws IOException {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders.filter(Files::isDirectory).sorted().map(OlderRelease::new).toList();
    }
  }

  /** The settings of a properties file, by their names as they are written. */
  Map<String, String> settings(String file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(file))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    return settings;
  }

  /** The lines of a file, without comments. */
  List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file)).stream()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a later version may say this of the release's files. */
  boolean isDeprecation(String warning) {
    return lines("deprecated.txt").stream()
        .anyMatch(words -> Pattern.compile(words).matcher(warning).find());
  }

  List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (String line : lines("calls.txt")) {
      if (line.startsWith(" ")) {
        calls.get(calls.size() - 1).output().add(line.trim());
      } else {
        String[] words = line.split(" ");
        calls.add(
            new Call(
                Integer.parseInt(words[0]),
                List.of(words).subList(1, words.length),
                new ArrayList<>()));
      }
    }
    return calls;
  }

  /** By its version. */
  @Override
  public String toString() {
    return folder.getFileName().toString();
  }

  /**
   * One command line of a script.
   *
   * @param output regular expressions
   */
  record Call(int exit, List<String> arguments, List<String> output) {}
}
