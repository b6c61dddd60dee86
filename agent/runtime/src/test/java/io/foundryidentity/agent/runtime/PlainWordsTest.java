package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages of the agent, the pages of docs and the scripts are in plain English. */
class PlainWordsTest {

  private static final Path ROOT = Path.of("..", "..");

  /** Code in a page's line that is a name, such as {@code `unsigned`}, stays what it is. */
  private static final Pattern NAME = Pattern.compile("`[^` \n]*`");

  @Test
  void no_page_has_an_old_phrase() throws IOException {
    List<String> found = new ArrayList<>();
    pages().forEach(page -> search(page, withoutNames(read(page)), found));
    assertThat(found).as("file:line: phrase -> replacement").isEmpty();
  }

  @Test
  void no_message_has_an_old_phrase() throws IOException {
    List<String> found = new ArrayList<>();
    sources().forEach(source -> search(source, StringLiterals.of(read(source)), found));
    assertThat(found).as("file:line: phrase -> replacement").isEmpty();
  }

  @Test
  void no_script_has_an_old_phrase() throws IOException {
    List<String> found = new ArrayList<>();
    files(ROOT.resolve("scripts"), "")
        .filter(Files::isRegularFile)
        .filter(script -> !script.toString().endsWith(".pyc"))
        .forEach(script -> search(script, read(script), found));
    assertThat(found).as("file:line: phrase -> replacement").isEmpty();
  }

  @Test
  void each_phrase_is_found_over_the_end_of_a_line_too() {
    List<String> found = new ArrayList<>();
    search(Path.of("page.md"), "One line.\nThe agent stays\n  out of the way.", found);
    assertThat(found).containsExactly("page.md:2: stays out of the way -> does nothing, is off");
  }

  @Test
  void literals_are_found_and_comments_are_not() {
    String source =
        """
        // "mend"
        char a = '"'; /* "mend" */
        call("name", "say \\"why\\""
            + "; fix");
        """;
    assertThat(StringLiterals.of(source)).isEqualTo("\n\nsay \"why\"\n; fix | \n");
  }

  private static void search(Path file, String text, List<String> found) {
    String name = file.normalize().toString().replace('\\', '/').replaceFirst("^(\\.\\./)+", "");
    String oneLine = text.replace('\n', ' ');
    for (OldPhrase phrase : OldPhrase.values()) {
      Matcher matcher = phrase.form().matcher(oneLine);
      while (matcher.find()) {
        long line = 1 + text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
        found.add(
            name
                + ":"
                + line
                + ": "
                + matcher.group().replaceAll("\\s+", " ")
                + " -> "
                + phrase.replacement());
      }
    }
  }

  /** As long as before, so that lines keep their numbers. */
  private static String withoutNames(String page) {
    return NAME.matcher(page).replaceAll(name -> "_".repeat(name.group().length()));
  }

  private static Stream<Path> pages() throws IOException {
    return Stream.of(
            files(ROOT.resolve("docs"), ".md"),
            files(ROOT.resolve(".github"), ".md"),
            Stream.of(ROOT.resolve("README.md")))
        .flatMap(pages -> pages);
  }

  private static Stream<Path> sources() throws IOException {
    return files(ROOT.resolve("agent"), ".java")
        .filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/"));
  }

  private static Stream<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
