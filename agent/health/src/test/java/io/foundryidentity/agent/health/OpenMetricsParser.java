package io.foundryidentity.agent.health;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of OpenMetrics 1.0 that the agent writes, and fails at anything that the
 * specification does not allow: order of the metadata, suffixes, units, escapes, series that occur
 * twice, families that are interrupted, a missing end.
 */
final class OpenMetricsParser {

  private static final Pattern METADATA =
      Pattern.compile("# (TYPE|UNIT|HELP) ([a-zA-Z_:][\\w:]*) (.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (-?\\d+(?:\\.\\d+)?)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
  private static final Pattern HELP = Pattern.compile("(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*");
  private static final Map<String, String> SUFFIXES =
      Map.of("counter", "_total", "gauge", "", "info", "_info", "histogram", "_bucket");

  private final Map<String, String> samples = new LinkedHashMap<>();
  private final Set<String> families = new HashSet<>();
  private String family = "";
  private String type = "";
  private String last = "";

  /** Each sample as it was written, with its value. */
  static Map<String, String> samples(String text) {
    OpenMetricsParser parser = new OpenMetricsParser();
    require(text.endsWith("\n# EOF\n"), "it does not end with # EOF and a line end");
    for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n")) {
      parser.line(line);
    }
    return parser.samples;
  }

  private void line(String line) {
    Matcher metadata = METADATA.matcher(line);
    if (line.startsWith("#")) {
      require(metadata.matches(), line);
      metadata(metadata.group(1), metadata.group(2), metadata.group(3), line);
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    require(sample.matches(), line);
    require(isOfFamily(sample.group(1)), "not of " + family + ": " + line);
    labels(sample.group(2), line);
    String series = line.substring(0, line.lastIndexOf(' '));
    require(samples.put(series, sample.group(3)) == null, "twice: " + line);
    require(!type.equals("info") || sample.group(3).equals("1"), line);
    require(!type.equals("counter") || !sample.group(3).startsWith("-"), line);
    last = "SAMPLE";
  }

  private boolean isOfFamily(String name) {
    boolean ofHistogram =
        type.equals("histogram")
            && (name.equals(family + "_count") || name.equals(family + "_sum"));
    return ofHistogram || name.equals(family + SUFFIXES.get(type));
  }

  private void metadata(String kind, String name, String value, String line) {
    if (kind.equals("TYPE")) {
      require(SUFFIXES.containsKey(value), line);
      require(families.add(name), "a family occurs twice: " + line);
      require(!name.endsWith("_total") && !name.endsWith("_info"), line);
      family = name;
      type = value;
    } else if (kind.equals("UNIT")) {
      require(last.equals("TYPE") && name.endsWith("_" + value), line);
      require(!type.equals("info"), line);
    } else {
      require(last.equals("TYPE") || last.equals("UNIT"), line);
      require(HELP.matcher(value).matches(), line);
    }
    require(name.equals(family), "of another family: " + line);
    last = kind;
  }

  private static void labels(String written, String line) {
    if (written == null) {
      return;
    }
    Set<String> names = new HashSet<>();
    Matcher label = LABEL.matcher(written);
    int end = 0;
    while (label.find() && label.start() == end) {
      require(names.add(label.group(1)), line);
      end = label.end();
    }
    require(end == written.length() && !written.endsWith(",") && !written.isEmpty(), line);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
