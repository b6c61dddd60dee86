package io.foundryidentity.agent.core.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The code blocks of a page, and what is in them. */
final class Snippets {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)^```$");
  private static final Pattern COMMAND = Pattern.compile("`(az [^`]+)`");

  private final String page;

  Snippets(String page) {
    this.page = page;
  }

  /** The blocks of a language. */
  List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(language))
        .forEach(block -> blocks.add(block.group(2)));
    return blocks;
  }

  /** Each whole command of the Azure CLI, in blocks and in the text, also inside of another one. */
  List<List<String>> commands() {
    List<String> lines = new ArrayList<>();
    for (String block : blocks("sh")) {
      block.lines().forEach(lines::add);
    }
    COMMAND
        .matcher(page)
        .results()
        .map(command -> command.group(1))
        .filter(command -> command.contains(" --") && !command.contains("..."))
        .forEach(lines::add);
    List<List<String>> commands = new ArrayList<>();
    for (String line : lines) {
      collect(line, commands);
    }
    return commands;
  }

  private static void collect(String line, List<List<String>> commands) {
    String text = line;
    for (int at = text.indexOf("$(az "); at >= 0; at = text.indexOf("$(az ")) {
      int end = text.indexOf(')', at);
      collect(text.substring(at + 2, end), commands);
      text = text.substring(0, at) + "value" + text.substring(end + 1);
    }
    if (text.startsWith("az ")) {
      commands.add(words(text));
    }
  }

  /** As a POSIX shell splits it; a placeholder such as {@code <group>} is one word. */
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean any = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote != 0) {
        if (c == quote || (quote == '<' && c == '>')) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"' || c == '<') {
        quote = c;
        any = true;
      } else if (c == ' ') {
        if (any || word.length() > 0) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("A quotation does not end: " + command);
    }
    if (any || word.length() > 0) {
      words.add(word.toString());
    }
    return words;
  }
}
