package io.foundryidentity.runner.compatibility;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes docs/compatibility.md from the results that the scripts have left.
 *
 * <p>Arguments: the checkout, and {@code --check} to write nothing and end with 1 if the page does
 * not match the results. Also ends with 1 if a result is missing or failed.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    boolean check = List.of(arguments).contains("--check");
    Path folder = root.resolve("target/compatibility");
    Results results = Results.read(folder);
    List<String> faults = results.faults();
    if (!faults.isEmpty()) {
      fail(String.join("\n", faults));
    }
    Path file = root.resolve("docs/compatibility.md");
    String text = new Page(template(), results, times(folder)).text();
    String written = Files.exists(file) ? Files.readString(file) : "";
    if (!check) {
      Files.writeString(file, text);
      System.out.println(file + " is written");
      return;
    }
    List<String> missing = missing(folder);
    String expected = Page.essence(Page.without(missing, text));
    String found = Page.essence(Page.without(missing, written));
    if (!expected.equals(found)) {
      fail(
          new Difference(found, expected).text()
              + "docs/compatibility.md is not what the results say (scripts/compatibility writes"
              + " it)");
    }
    System.out.println(
        file
            + " is up to date"
            + (missing.isEmpty() ? "" : ", but for Java " + String.join(", ", missing)));
  }

  /** The Java versions that scripts/matrix could not get any more. */
  private static List<String> missing(Path folder) throws IOException {
    Path file = folder.resolve("matrix.missing");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** How long each script took, for those that scripts/compatibility ran. */
  private static Map<Part, String> times(Path folder) throws IOException {
    Map<Part, String> times = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      Path file = folder.resolve(part.label() + ".seconds");
      if (Files.exists(file)) {
        long seconds = Long.parseLong(Files.readString(file).strip());
        times.put(part, seconds / 60 + " min " + seconds % 60 + " s");
      }
    }
    return times;
  }

  private static String template() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("page.md")) {
      if (in == null) {
        throw new FileNotFoundException("page.md");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void fail(String why) {
    System.err.println(why);
    System.exit(1);
  }
}
