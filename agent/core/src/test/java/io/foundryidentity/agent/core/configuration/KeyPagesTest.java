package io.foundryidentity.agent.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about the keys agree with the table of keys. */
class KeyPagesTest {

  private static final Path TOP = Path.of("../..");
  private static final Path REFERENCE = TOP.resolve("docs/configuration.md");

  /** One row of the tables of keys: the key, its default. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|([^|]*)\\|.*\\|$");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern PROPERTY =
      Pattern.compile("foundry\\.identity\\.([a-zA-Z0-9.-]*[a-zA-Z0-9])");
  private static final Pattern VARIABLE =
      Pattern.compile("\\b(?:FOUNDRY_IDENTITY|IDENTITY_AGENT)_[A-Z0-9_]*[A-Z0-9]");

  /** Wrong on purpose: an example of a mistake and its message. */
  private static final List<String> MISTAKES = List.of("FOUNDRY_IDENTITY_HOST");

  private static Map<String, String> defaults() throws IOException {
    Map<String, String> defaults = new LinkedHashMap<>();
    for (String section : List.of("Essential", "Frequent", "Rare")) {
      ROW.matcher(section(section))
          .results()
          .forEach(row -> assertThat(defaults.put(row.group(1), row.group(2).trim())).isNull());
    }
    return defaults;
  }

  private static String section(String title) throws IOException {
    String page = Files.readString(REFERENCE);
    int begin = page.indexOf("\n## " + title + "\n");
    assertThat(begin).as(title).isPositive();
    int end = page.indexOf("\n## ", begin + 1);
    return page.substring(begin, end < 0 ? page.length() : end);
  }

  private static List<String> code(String text) {
    return CODE.matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void the_reference_has_each_key_once_and_no_other() throws IOException {
    assertThat(defaults().keySet())
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Key.values()).map(Key::id).toList());
  }

  @ParameterizedTest
  @EnumSource
  void the_reference_tells_each_default_and_each_other_variable(Key key) throws IOException {
    List<String> expected = new ArrayList<>(List.of(key.fallbackVariables));
    if (!key.byDefault.isEmpty()) {
      expected.add(key.byDefault);
    }
    String cell = defaults().get(key.id());
    if (key == Key.HOSTS) {
      assertThat(cell).isEqualTo("from the variables above");
      cell = section("Where settings come from");
      cell = cell.substring(cell.indexOf("### Without `hosts`"));
      assertThat(code(cell)).containsSubsequence(expected);
    } else {
      assertThat(code(cell)).isEqualTo(expected);
    }
  }

  @Test
  void the_reference_lists_what_a_rule_may_set() throws IOException {
    String section = section("Several identities in one JVM");
    int begin = section.indexOf("A rule may set ");
    String sentence = section.substring(begin, section.indexOf('.', begin));

    assertThat(code(sentence))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Key.values()).filter(key -> key.belongsToRule).map(Key::id).toList());
  }

  @ParameterizedTest
  @EnumSource
  void each_way_of_writing_a_key_leads_back_to_it(Key key) {
    assertThat(Key.of(key.id())).isEqualTo(key);
    assertThat(KeyNames.ofVariable(key.variable())).isEqualTo(key.id());
    assertThat(KeyNames.ofVariable(key.variable(KeyNames.OTHER_VARIABLE_PREFIX, "")))
        .isEqualTo(key.id());
    assertThat(KeyNames.isKnown(KeyNames.normal(key.id()))).isTrue();
    assertThat(KeyNames.isKnown("rule.a." + key.id())).isEqualTo(key.belongsToRule);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(TOP.resolve("README.md")));
    try (Stream<Path> files = Files.walk(TOP.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_names_no_key_that_is_not_there(Path page) throws IOException {
    String text = Files.readString(page);
    List<String> keys = new ArrayList<>();
    PROPERTY.matcher(text).results().map(found -> found.group(1)).forEach(keys::add);
    VARIABLE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(variable -> !MISTAKES.contains(variable))
        .forEach(variable -> keys.add(KeyNames.ofVariable(variable)));

    assertThat(keys)
        .allMatch(key -> KeyNames.isKnown(KeyNames.normal(key)) || key.startsWith("rule.NAME"));
  }
}
