package io.foundryidentity.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Modules are built side by side: what the tests of this one start must be built before. */
final class BuildOrderTest {

  @Test
  void all_cases_waits_for_every_case() throws IOException {
    assertThat(names("../cases/all/pom.xml", "<artifactId>case-([^<]+)<"))
        .containsExactlyInAnyOrderElementsOf(
            names("../../pom.xml", "<module>agent-test-app/cases/(?!calls<|all<)([^<]+)<"))
        .isNotEmpty();
  }

  private static List<String> names(String pom, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of(pom)))
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
