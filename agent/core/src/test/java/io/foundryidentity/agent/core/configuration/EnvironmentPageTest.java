package io.foundryidentity.agent.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of environment variables in docs/configuration.md has what the sources name. */
class EnvironmentPageTest {

  private static final Path AGENT = Path.of("..");
  private static final Path REFERENCE = Path.of("../../docs/configuration.md");

  private static final Pattern LITERAL = Pattern.compile("\"(_?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");
  private static final Pattern CODE = Pattern.compile("`(_?[A-Z][A-Z0-9_]+)`");

  /** Literals of the same form that are names of something else. */
  private static final Set<String> NO_VARIABLES =
      Set.of(
          "CONTAINER_APP", // Beginnings of names, for the command doctor
          "CONTEXT_RESTRICTED",
          "HTTP_3",
          "KUBERNETES_SERVICE",
          "SSL_NULL_WITH_NULL_NULL",
          "SUN_STANDARD",
          "TCP_KEEPIDLE",
          "TCP_KEEPINTERVAL",
          "TOKEN_TOOL_RUN"); // Set for a token tool, to find what it has started

  /** Read by the identity library, or of one word, which many other literals are too. */
  private static final Set<String> FURTHER =
      Set.of(
          "IDENTITY_HEADER", "MSI_SECRET", "IDENTITY_SERVER_THUMBPRINT", "PATH", "PATHEXT", "TERM");

  @Test
  void the_table_has_each_variable_and_no_other() throws IOException {
    Set<String> expected = new TreeSet<>(FURTHER);
    for (Path source : sources()) {
      LITERAL
          .matcher(Files.readString(source))
          .results()
          .map(found -> found.group(1))
          .filter(name -> !NO_VARIABLES.contains(name))
          .forEach(expected::add);
    }

    assertThat(inTable()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Set<String> inTable() throws IOException {
    String page = Files.readString(REFERENCE);
    int begin = page.indexOf("\n## All environment variables\n");
    int end = page.indexOf("\n## ", begin + 1);
    Set<String> names = new TreeSet<>();
    page.substring(begin, end)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf(" | ")))
        .flatMap(cell -> CODE.matcher(cell).results().map((MatchResult found) -> found.group(1)))
        .filter(name -> !name.startsWith(KeyNames.VARIABLE_PREFIX))
        .filter(name -> !name.startsWith(KeyNames.OTHER_VARIABLE_PREFIX))
        .forEach(names::add);
    return names;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(AGENT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/"))
          .filter(file -> !file.toString().contains("benchmark"))
          .filter(file -> !file.startsWith(AGENT.resolve("instrumentation").resolve("testing")))
          .toList();
    }
  }
}
