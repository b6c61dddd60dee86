package io.foundryidentity.benchmark.runner;

import java.util.List;

/**
 * Horizontal bars with their spread as a line, in groups, as SVG.
 *
 * <p>Its colours stand out on white and on black, and text takes the colour scheme that the reader
 * has.
 */
final class Chart {

  /** The second and later bars of a group are other variants of the same. */
  record Bar(String label, Estimate value) {}

  static List<Bar> bars(SeriesList results, String subject, String what, List<String> variants) {
    return variants.stream()
        .map(variant -> new Bar(variant, results.estimate(subject, variant, what)))
        .toList();
  }

  record Group(String label, List<Bar> bars) {}

  private static final List<String> COLOURS =
      List.of("#8c959f", "#2f81f7", "#bf8700", "#2da44e", "#a475f9");

  private static final String STYLE =
      """
      .h { font-weight: 600 } .t { font-size: 15px; font-weight: 600 }
      line { stroke: #1f2328 }
      @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } line { stroke: #e6edf3 } }
      """;

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

  String svg() {
    double most =
        groups.stream()
            .flatMap(group -> group.bars.stream())
            .mapToDouble(bar -> bar.value.high())
            .max()
            .orElseThrow();
    Svg svg = new Svg();
    svg.text(8, 20, "start", "t", title + ", " + unit);
    int y = 32;
    for (Group group : groups) {
      svg.text(8, y + 14, "start", "h", group.label);
      y += HEAD - 8;
      for (int i = 0; i < group.bars.size(); i++) {
        bar(svg, group.bars.get(i), COLOURS.get(i % COLOURS.size()), y, most);
        y += BAR + GAP;
      }
      y += 10;
    }
    return svg.picture(WIDTH, y, title, STYLE);
  }

  private static void bar(Svg svg, Bar bar, String colour, int y, double most) {
    double scale = (WIDTH - LEFT - RIGHT) / most;
    double end = LEFT + bar.value.median() * scale;
    double low = LEFT + bar.value.low() * scale;
    double high = LEFT + bar.value.high() * scale;
    double middle = y + BAR / 2.0;
    svg.text(LEFT - 8, y + 14, "end", "b", bar.label);
    svg.rectangle(LEFT, y, Math.max(1, end - LEFT), BAR, colour);
    svg.line(low, middle, high, middle);
    svg.line(low, middle - 4, low, middle + 4);
    svg.line(high, middle - 4, high, middle + 4);
    svg.text((int) Math.max(end, high) + 6, y + 14, "start", "b", Numbers.of(bar.value.median()));
  }
}
