package io.foundryidentity.cases.calls;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Makes calls one after another and prints one line for each, whatever becomes of it.
 *
 * <p>A line reads {@code CALL <name> <ok|error> <answer or message>} with tabs between.
 */
public final class Calls {

  private static final int LONGEST_TEXT = 400;

  private final PrintStream out;

  public Calls(PrintStream out) {
    this.out = out;
  }

  /** Asks the question and prints its outcome; a failing call does not stop the next one. */
  public Calls call(String name, Callable<String> question) {
    try {
      print(name, "ok", question.call());
    } catch (Throwable failure) { // Linkage errors too: they are what a broken agent would cause
      print(name, "error", describe(failure));
    }
    return this;
  }

  /** The failure in one line: its type, then the client's own message, which names the status. */
  public static String describe(Throwable failure) {
    Throwable told = failure;
    while ((told instanceof CompletionException || told instanceof ExecutionException)
        && told.getCause() != null) {
      told = told.getCause();
    }
    return oneLine(told.getClass().getSimpleName() + ": " + told.getMessage());
  }

  private void print(String name, String outcome, String text) {
    out.println("CALL\t" + name + "\t" + outcome + "\t" + oneLine(text));
    out.flush();
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
  }
}
