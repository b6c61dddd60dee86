package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars with their spread as a line, in groups, as SVG.
 *
 * <p>Its colours stand out on white and on black, and text takes the colour scheme that the reader
 * has.
 */
final class Chart {

  /** The second and later bars of a group are other variants of the same. */
  record Bar(String label, Estimate value) {}

  record Group(String label, List<Bar> bars) {}

  private static final List<String> COLOURS =
      List.of("#8c959f", "#2f81f7", "#bf8700", "#2da44e", "#a475f9");

  private static final int WIDTH = 760;
  private static final int LEFT = 190;
  private static final int RIGHT = 90;
  private static final int BAR = 18;
  private static final int GAP = 4;
  private static final int HEAD = 30;

  private final String title;
  private final String unit;
  private final List<Group> groups;

  Chart(String title, String unit, List<Group> groups) {
    this.title = title;
    this.unit = unit;
    this.groups = List.copyOf(groups);
  }

  void write(Path file) throws IOException {
    Files.writeString(file, svg());
  }

  String svg() {
    double most =
        groups.stream()
            .flatMap(group -> group.bars.stream())
            .mapToDouble(bar -> bar.value.high())
            .max()
            .orElseThrow();
    StringBuilder body = new StringBuilder();
    int y = 32;
    for (Group group : groups) {
      body.append(text(8, y + 14, "start", "h", group.label));
      y += HEAD - 8;
      for (int i = 0; i < group.bars.size(); i++) {
        bar(body, group.bars.get(i), COLOURS.get(i % COLOURS.size()), y, most);
        y += BAR + GAP;
      }
      y += 10;
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
        <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328 } .h { font-weight: 600 } .t { font-size: 15px; font-weight: 600 }
        line { stroke: #1f2328 }
        @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } line { stroke: #e6edf3 } }
        </style>
        %4$s%5$s</svg>
        """
        .formatted(WIDTH, y, escape(title), text(8, 20, "start", "t", title + ", " + unit), body);
  }

  private static void bar(StringBuilder body, Bar bar, String colour, int y, double most) {
    double scale = (WIDTH - LEFT - RIGHT) / most;
    double end = LEFT + bar.value.median() * scale;
    double low = LEFT + bar.value.low() * scale;
    double high = LEFT + bar.value.high() * scale;
    double middle = y + BAR / 2.0;
    body.append(text(LEFT - 8, y + 14, "end", "b", bar.label));
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LEFT,
            y,
            Math.max(1, end - LEFT),
            BAR,
            colour));
    body.append(line(low, middle, high, middle));
    body.append(line(low, middle - 4, low, middle + 4));
    body.append(line(high, middle - 4, high, middle + 4));
    body.append(
        text((int) Math.max(end, high) + 6, y + 14, "start", "b", Numbers.of(bar.value.median())));
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", x1, y1, x2, y2);
  }

  private static String text(int x, int y, String anchor, String kind, String text) {
    return String.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
        x, y, anchor, kind, escape(text));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
