package io.foundryidentity.runner.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws a terminal's output as SVG. It understands the control sequences for colours, bold and dim;
 * of a line that was overwritten it draws the last text.
 */
final class TerminalPicture {

  static final int COLUMNS = 80;
  private static final double CHARACTER = 7.8;
  private static final int LINE = 18;
  private static final int MARGIN = 16;
  private static final int TITLE = 34;

  private static final Pattern CONTROL = Pattern.compile("\u001b\\[([0-9;?]*)([A-Za-z])");

  private TerminalPicture() {}

  static String of(String title, String output) {
    List<String> lines = new ArrayList<>();
    for (String line : output.replace("\r\n", "\n").stripTrailing().split("\n", -1)) {
      wrap(line.substring(line.lastIndexOf('\r') + 1), lines);
    }
    long width = Math.round(COLUMNS * CHARACTER) + 2 * MARGIN;
    int height = TITLE + lines.size() * LINE + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
            <title>%3$s</title>
            <style>
            text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d5dae0; white-space: pre }
            .title { fill: #8b949e } .c1 { font-weight: bold } .c2 { fill: #8b949e }
            .c31 { fill: #ff7b72 } .c32 { fill: #56d364 } .c33 { fill: #e3b341 } .c36 { fill: #76e3ea }
            </style>
            <rect width="%1$d" height="%2$d" rx="8" fill="#0d1117"/>
            <text class="title" x="%4$d" y="22">%3$s</text>
            """,
            width,
            height,
            escaped(title),
            MARGIN));
    int y = TITLE + LINE - 4;
    for (String line : lines) {
      svg.append("<text xml:space=\"preserve\" x=\"" + MARGIN + "\" y=\"" + y + "\">");
      svg.append(painted(line)).append("</text>\n");
      y += LINE;
    }
    return svg.append("</svg>\n").toString();
  }

  /** Wraps as a terminal does: at the last column, even inside a word. */
  private static void wrap(String line, List<String> lines) {
    StringBuilder row = new StringBuilder();
    int column = 0;
    int at = 0;
    Matcher control = CONTROL.matcher(line);
    while (at < line.length()) {
      if (control.find(at) && control.start() == at) {
        row.append(control.group());
        at = control.end();
      } else {
        if (column++ == COLUMNS) {
          lines.add(row.toString());
          row.setLength(0);
          column = 1;
        }
        row.append(line.charAt(at++));
      }
    }
    lines.add(row.toString());
  }

  private static String painted(String line) {
    StringBuilder text = new StringBuilder();
    Matcher control = CONTROL.matcher(line);
    boolean open = false;
    int at = 0;
    while (control.find()) {
      text.append(escaped(line.substring(at, control.start())));
      at = control.end();
      if (control.group(2).equals("m")) {
        text.append(open ? "</tspan>" : "");
        open = !control.group(1).isEmpty() && !control.group(1).equals("0");
        text.append(open ? "<tspan class=\"" + classes(control.group(1)) + "\">" : "");
      }
    }
    return text + escaped(line.substring(at)) + (open ? "</tspan>" : "");
  }

  private static String classes(String codes) {
    return "c" + codes.replace(";", " c");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
