package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** What goes to standard error, and what must not be in it. */
final class PrintedLines implements AutoCloseable {

  private static final int LONGEST_LEFT = 8;

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  PrintedLines() {
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    System.setErr(before);
  }

  /** All since the last call. */
  String take() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  /** No secret, no line but the agent's own, nothing that steers a terminal. */
  static void assertLog(String input, String log, Secrets secrets) {
    assertNoSecret(input, log, secrets);
    for (String line : log.split("\n", -1)) {
      assertThat(line.isEmpty() || line.startsWith("foundry-identity"))
          .as("a line of the agent's own: <%s> from %s", line, input)
          .isTrue();
      assertThat(line).as(input).doesNotStartWith("foundry-identity ERROR: FORGED");
      assertPlain(input, line);
    }
  }

  /** One line that a terminal shows as it is. */
  static void assertPlain(String input, String line) {
    assertThat(line.length()).as("length").isLessThan(5_000);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.FORMAT
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        throw new AssertionError((int) c + " in <" + line + "> from " + input);
      }
    }
  }

  static void assertNoSecret(String input, String output, Secrets secrets) {
    Set<String> parts = new HashSet<>();
    for (int i = 0; i + LONGEST_LEFT <= output.length(); i++) {
      parts.add(output.substring(i, i + LONGEST_LEFT));
    }
    for (String secret : secrets.all()) {
      for (int i = 0; i + LONGEST_LEFT <= secret.length(); i++) {
        String part = secret.substring(i, i + LONGEST_LEFT);
        if (parts.contains(part) && !part.startsWith("eyJ")) {
          throw new AssertionError(
              "<" + part + "> of <" + secret + "> in <" + output + "> from <" + input + ">");
        }
      }
    }
  }
}
