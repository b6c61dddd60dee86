package io.foundryidentity.agent.command;

/** Text as one word of a POSIX shell, whatever is in it. */
final class ShellWord {

  private ShellWord() {}

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
