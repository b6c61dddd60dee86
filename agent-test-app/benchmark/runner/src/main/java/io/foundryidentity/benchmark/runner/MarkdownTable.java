package io.foundryidentity.benchmark.runner;

import java.util.List;

/** A table of the page, row by row. */
final class MarkdownTable {

  private final StringBuilder text = new StringBuilder();

  MarkdownTable(String... heads) {
    row(heads);
    text.append("|").append(" --- |".repeat(heads.length)).append("\n");
  }

  MarkdownTable row(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    return this;
  }

  MarkdownTable row(String... cells) {
    return row(List.of(cells));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
