package io.foundryidentity.benchmark.runner;

import java.util.List;
import java.util.Locale;

/** Lines over minutes with a logarithmic scale, as SVG, in the colours of {@link Chart}. */
final class LineChart {

  /** The values of each minute. */
  record Line(String label, List<Double> values) {}

  private static final List<String> COLOURS = List.of("#8c959f", "#bf8700", "#2f81f7", "#a475f9");

  private static final String STYLE =
      """
      .t { font-size: 15px; font-weight: 600 }
      .g { stroke: #8c959f; stroke-opacity: 0.4 } path { fill: none; stroke-width: 1.5 }
      @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
      """;

  private static final int WIDTH = 760;
  private static final int HEIGHT = 330;
  private static final int LEFT = 70;
  private static final int RIGHT = 150;
  private static final int TOP = 40;
  private static final int BOTTOM = 40;
  private static final double LEAST = 10;

  private final String title;
  private final List<Line> lines;

  LineChart(String title, List<Line> lines) {
    this.title = title;
    this.lines = List.copyOf(lines);
  }

  String svg() {
    double most =
        lines.stream()
            .flatMap(line -> line.values.stream())
            .mapToDouble(value -> value)
            .max()
            .orElseThrow();
    int minutes = lines.stream().mapToInt(line -> line.values.size()).max().orElseThrow();
    Svg svg = new Svg();
    svg.text(8.0, 20.0, "start", "t", title);
    for (double value = LEAST; value <= most; value *= 10) {
      double y = y(value, most);
      svg.line("g", LEFT, y, WIDTH - RIGHT, y);
      svg.text(LEFT - 8.0, y + 4, "end", "b", Numbers.whole(value));
    }
    for (int minute = 0; minute <= minutes; minute += 30) {
      svg.text(x(minute, minutes), HEIGHT - 18.0, "middle", "b", minute + " min");
    }
    for (int i = 0; i < lines.size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      svg.path(colour, points(lines.get(i), minutes, most));
      double y = TOP + 14 + 22.0 * i;
      svg.rectangle(WIDTH - RIGHT + 12, y - 10, 12, 12, colour);
      svg.text(WIDTH - RIGHT + 30.0, y, "start", "b", lines.get(i).label);
    }
    return svg.picture(WIDTH, HEIGHT, title, STYLE);
  }

  private static String points(Line line, int minutes, double most) {
    StringBuilder points = new StringBuilder();
    for (int minute = 0; minute < line.values.size(); minute++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              minute == 0 ? "M" : " L",
              x(minute, minutes),
              y(line.values.get(minute), most)));
    }
    return points.toString();
  }

  private static double x(double minute, int minutes) {
    return LEFT + minute * (WIDTH - LEFT - RIGHT) / minutes;
  }

  private static double y(double value, double most) {
    double share = Math.log10(Math.max(value, LEAST) / LEAST) / Math.log10(most / LEAST);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}
