package io.foundryidentity.runner.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page: the template's sentences, with a table for each part's results.
 *
 * <p>In each table the last column may differ between two good runs: notes with numbers, and times.
 * Everything else must be equal.
 */
final class Page {

  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)(?:\\.(\\w+))?}");

  /** A table's row without its last cell; a bar inside a cell is written with a backslash. */
  private static final Pattern LAST_CELL = Pattern.compile("(?m)^(\\|.*(?<!\\\\)\\|).*\\|$");

  private final String template;
  private final Results results;
  private final Map<Part, String> times;

  /**
   * @param times how long each part's script took, if that is known
   */
  Page(String template, Results results, Map<Part, String> times) {
    this.template = template;
    this.results = results;
    this.times = times;
  }

  String text() {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(value(place.group(1), place.group(2))));
  }

  /** The part of a page that must be equal in two good runs. */
  static String essence(String page) {
    return LAST_CELL.matcher(page).replaceAll("$1");
  }

  /** A page without the matrix's rows for these Java versions, and without the rows' number. */
  static String without(List<String> javaVersions, String page) {
    String rest = page;
    for (String java : javaVersions) {
      rest = rest.replaceAll("(?m)^\\|.*\\| " + java + " \\| [✓✗] \\|.*\\|\\n", "");
      rest = rest.replaceAll("(?m)^(`scripts/matrix`), \\d+ results\\.$", "$1.");
    }
    return rest;
  }

  private String value(String label, @Nullable String what) {
    Part part = Part.valueOf(label.toUpperCase(java.util.Locale.ROOT));
    List<Result> found = results.of().getOrDefault(part, List.of());
    return switch (what == null ? "table" : what) {
      case "table" -> table(part, found);
      case "count" -> Integer.toString(found.size());
      case "time" -> times.getOrDefault(part, "");
      default -> throw new IllegalArgumentException("Nothing of " + label + " is called " + what);
    };
  }

  private static String table(Part part, List<Result> results) {
    boolean versions = results.stream().anyMatch(result -> !result.version().isEmpty());
    StringBuilder table = new StringBuilder();
    row(
        table,
        versions,
        part.heads().get(0),
        part.heads().get(1),
        part.heads().get(2),
        "result",
        part.heads().get(3));
    row(table, versions, "---", "---", "---", "---", "---");
    for (Result result : results) {
      row(
          table,
          versions,
          result.name(),
          result.version(),
          result.java(),
          result.passed() ? "✓" : "✗",
          result.note());
    }
    return table.toString().stripTrailing();
  }

  private static void row(
      StringBuilder table,
      boolean versions,
      String name,
      String version,
      String java,
      String outcome,
      String note) {
    List<String> cells = new ArrayList<>(List.of(name, java, outcome, note));
    if (versions) {
      cells.add(1, version);
    }
    table.append('|');
    cells.forEach(cell -> table.append(' ').append(cell.replace("|", "\\|")).append(" |"));
    table.append('\n');
  }
}
