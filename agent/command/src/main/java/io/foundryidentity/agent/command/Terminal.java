package io.foundryidentity.agent.command;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;

/** What the output of a report supports: colours, marks, and lines that are rewritten. */
final class Terminal {

  private final boolean interactive;
  private final boolean colours;
  private final boolean marks;

  private Terminal(boolean interactive, boolean colours, boolean marks) {
    this.interactive = interactive;
    this.colours = colours;
    this.marks = marks;
  }

  /** This process's standard output. */
  static Terminal ofProcess(Map<String, String> environment) {
    return of(isTerminal(), environment, outputCharset());
  }

  static Terminal of(boolean interactive, Map<String, String> environment, Charset charset) {
    String noColour = environment.get("NO_COLOR");
    boolean dumb = "dumb".equals(environment.get("TERM"));
    return new Terminal(
        interactive && !dumb,
        interactive && !dumb && (noColour == null || noColour.isEmpty()),
        charset.newEncoder().canEncode("✓✗"));
  }

  /** Since Java 22 there is a console without a terminal too, and it says whether there is one. */
  @SuppressWarnings("SystemConsoleNull") // before Java 22 it is null without a terminal
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException older) {
      return true;
    }
  }

  static Charset outputCharset() {
    String named = System.getProperty("stdout.encoding");
    try {
      return named == null ? Charset.defaultCharset() : Charset.forName(named);
    } catch (IllegalArgumentException unknown) {
      return Charset.defaultCharset();
    }
  }

  boolean isInteractive() {
    return interactive;
  }

  /** The mark before a step. */
  String mark(StepResult.State state) {
    switch (state) {
      case OK:
        return coloured("32", marks ? "✓" : "ok    ");
      case NOTE:
        return coloured("33", marks ? "!" : "note  ");
      case FAILED:
        return coloured("31", marks ? "✗" : "FAILED");
      default:
        return marks ? "-" : "-     ";
    }
  }

  String strong(String text) {
    return coloured("1", text);
  }

  /** Clears the current line, which has no line end yet. */
  void clearLine(PrintWriter out) {
    out.print("\r\u001b[K");
    out.flush();
  }

  private String coloured(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
