package io.foundryidentity.agent.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The command line of a {@code java} process: its options, and the program that it runs. */
final class JavaCommandLine {

  /** Options of the launcher whose value is the next word. */
  private static final Set<String> WITH_VALUE =
      new HashSet<>(
          Arrays.asList(
              "-cp",
              "-classpath",
              "--class-path",
              "-p",
              "--module-path",
              "--upgrade-module-path",
              "--add-modules",
              "--add-exports",
              "--add-opens",
              "--add-reads",
              "--patch-module",
              "--limit-modules",
              "--enable-native-access",
              "--source"));

  private final List<String> options = new ArrayList<>();
  private String program;

  /**
   * @param words as in {@code /proc/PID/cmdline}
   */
  JavaCommandLine(List<String> words) {
    program = words.isEmpty() ? "" : words.get(0);
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-jar") || word.equals("-m") || word.equals("--module")) {
        program = i + 1 < words.size() ? words.get(i + 1) : program;
        return;
      }
      if (!word.startsWith("-") && !word.startsWith("@")) {
        program = word;
        return;
      }
      options.add(word);
      if (WITH_VALUE.contains(word)) {
        i++;
      }
    }
  }

  List<String> options() {
    return options;
  }

  /**
   * The main class, the jar or the module; of a command line that names none of them, the
   * executable.
   */
  String program() {
    return program;
  }
}
