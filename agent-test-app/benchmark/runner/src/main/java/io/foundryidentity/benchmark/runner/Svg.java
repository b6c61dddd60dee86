package io.foundryidentity.benchmark.runner;

import java.util.Locale;

/** The elements of a chart. Whole numbers are written as they are, others with one digit. */
final class Svg {

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
      <style>
      text { font: 13px system-ui, sans-serif; fill: #1f2328 } \
      """;

  private final StringBuilder elements = new StringBuilder();

  void text(Number x, Number y, String anchor, String kind, String text) {
    elements.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>\n"
            .formatted(number(x), number(y), anchor, kind, escape(text)));
  }

  void line(Number x1, Number y1, Number x2, Number y2) {
    elements.append("<line").append(ends(x1, y1, x2, y2)).append("/>\n");
  }

  void line(String kind, Number x1, Number y1, Number x2, Number y2) {
    elements.append("<line class=\"%s\"".formatted(kind));
    elements.append(ends(x1, y1, x2, y2)).append("/>\n");
  }

  private static String ends(Number x1, Number y1, Number x2, Number y2) {
    return " x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\""
        .formatted(number(x1), number(y1), number(x2), number(y2));
  }

  void rectangle(Number x, Number y, Number width, Number height, String colour) {
    elements.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
            .formatted(number(x), number(y), number(width), number(height), colour));
  }

  void path(String colour, String points) {
    elements.append("<path stroke=\"%s\" d=\"%s\"/>\n".formatted(colour, points));
  }

  /**
   * @param style what follows the style of all text
   */
  String picture(int width, int height, String title, String style) {
    return HEAD.formatted(width, height, escape(title))
        + style
        + "</style>\n"
        + elements
        + "</svg>\n";
  }

  private static String number(Number number) {
    return number instanceof Integer
        ? number.toString()
        : String.format(Locale.ROOT, "%.1f", number.doubleValue());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
