package io.foundryidentity.runner.clients;

import io.foundryidentity.runner.process.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows as a table for a terminal or for a Markdown page. */
final class Table {

  private static final int WIDEST = 64;
  private static final List<String> HEAD =
      List.of("client", "stack", "call", "answer without", "answer with");

  private final List<List<String>> lines = new ArrayList<>();

  Table(List<Row> rows) {
    for (Row row : rows) {
      lines.add(
          List.of(
              row.client().name(),
              row.client().stack(),
              row.call(),
              answer(row.without()),
              answer(row.with())));
    }
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", HEAD)).append(" |\n");
    text.append("|").append(" --- |".repeat(HEAD.size())).append('\n');
    for (List<String> line : lines) {
      List<String> cells = line.stream().map(cell -> cell.replace("|", "\\|")).toList();
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return text.toString();
  }

  String plain() {
    int[] widths = new int[HEAD.size()];
    widen(widths, HEAD);
    lines.forEach(line -> widen(widths, line));
    StringBuilder text = new StringBuilder();
    append(text, widths, HEAD);
    append(text, widths, Arrays.stream(widths).mapToObj("-"::repeat).toList());
    lines.forEach(line -> append(text, widths, line));
    return text.toString();
  }

  private static String answer(Call call) {
    String text = call.brief();
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 3) + "...";
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  private static void append(StringBuilder text, int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
