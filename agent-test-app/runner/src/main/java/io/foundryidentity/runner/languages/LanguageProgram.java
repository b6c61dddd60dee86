package io.foundryidentity.runner.languages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program of another language, as a line of {@code agent-test-app/languages/programs} names it.
 *
 * @param from whose it is: {@code ours}, or {@code page} for one of GitHub's page, unchanged
 * @param folder what is installed for it, and where it runs
 * @param wire {@code responses} or {@code completions}
 * @param expires whether it fails without the gateway when its token has expired
 * @param uses the packages whose versions count
 */
record LanguageProgram(
    String language,
    String name,
    String from,
    String folder,
    Turns turns,
    String wire,
    boolean expires,
    List<String> uses,
    List<String> command) {

  private static final int COLUMNS = 9;

  /** What a Go module's name begins with, and a table need not say. */
  private static final String OWNER = "^github\\.com/[^/]+/(azure-sdk-for-go/sdk/)?";

  /** How a program comes to its turns. */
  enum Turns {
    /** It makes that many. */
    LOOP,
    /** It makes one, in which the model asks for tools. */
    TOOLS,
    /** One request is all of it. */
    ONCE
  }

  static List<LanguageProgram> read(Path list) throws IOException {
    List<LanguageProgram> programs = new ArrayList<>();
    for (String line : Files.readAllLines(list)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        programs.add(parse(line));
      }
    }
    return programs;
  }

  private static LanguageProgram parse(String line) {
    String[] column = line.trim().split("\\s+", COLUMNS);
    if (column.length != COLUMNS) {
      throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
    }
    return new LanguageProgram(
        column[0],
        column[1],
        column[2],
        column[3],
        Turns.valueOf(column[4].toUpperCase(Locale.ROOT)),
        column[5],
        column[6].equals("expires"),
        List.of(column[7].split(",")),
        List.of(column[8].split(" ")));
  }

  /** Its packages with their versions, from the file that the script writes. */
  String versions(Path installed) throws IOException {
    Path file = installed.resolve(folder).resolve("versions");
    Map<String, String> known = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", 2);
        known.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
    }
    List<String> said = new ArrayList<>();
    for (String each : uses) {
      if (known.containsKey(each)) {
        said.add(each.replaceFirst(OWNER, "") + " " + known.get(each));
      }
    }
    return String.join(", ", said);
  }

  @Override
  public String toString() {
    return language + " " + name + " " + wire + " (" + folder + ")";
  }
}
