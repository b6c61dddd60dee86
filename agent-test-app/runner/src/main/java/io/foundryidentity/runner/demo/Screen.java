package io.foundryidentity.runner.demo;

import java.io.PrintStream;

/** Prints headings, steps and outcomes, in colour on a terminal. */
final class Screen {

  private final PrintStream out;
  private final boolean colours;

  Screen(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  void heading(String text) {
    out.println();
    out.println(painted("1", text));
  }

  void line(String text) {
    out.println(text.isEmpty() ? "" : "  " + text);
  }

  void command(String text) {
    out.println("  " + painted("36", "$ " + text));
  }

  void good(String text) {
    out.println("  " + painted("32", text));
  }

  void bad(String text) {
    out.println("  " + painted("31", text));
  }

  private String painted(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
