package io.foundryidentity.runner.compatibility;

import java.util.List;

/** The lines that only one of two pages has. */
record Difference(String before, String after) {

  String text() {
    StringBuilder text = new StringBuilder();
    only(before, after).forEach(line -> text.append("- ").append(line).append('\n'));
    only(after, before).forEach(line -> text.append("+ ").append(line).append('\n'));
    return text.toString();
  }

  private static List<String> only(String one, String other) {
    List<String> others = other.lines().toList();
    return one.lines().filter(line -> !others.contains(line)).toList();
  }
}
