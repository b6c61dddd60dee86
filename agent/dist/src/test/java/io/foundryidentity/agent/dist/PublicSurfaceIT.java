package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts, dashboards and configurations may rely on is written down, and stays. */
class PublicSurfaceIT {

  private static final Path FILE = Path.of("..", "..", "docs", "public-surface.txt");

  private static final String HEAD =
      """
      # What is public of this version, a line for each fact. docs/versioning.md explains it.
      # Do not edit: scripts/public-surface writes this file from the code and from the jar.
      # A line that goes or changes breaks somebody's configuration, script or dashboard.

      """;

  @TempDir private Path folder;

  @Test
  void the_file_has_exactly_what_is_public() throws Exception {
    Set<String> found = PublicSurface.lines(folder);
    if (Boolean.getBoolean("public.surface.renew")) {
      Files.writeString(FILE, HEAD + String.join("\n", found) + "\n");
    }
    Set<String> gone = new TreeSet<>(written());
    gone.removeAll(found);
    Set<String> added = new TreeSet<>(found);
    added.removeAll(written());
    List<String> problems = new ArrayList<>();
    if (!gone.isEmpty()) {
      problems.add(
          "BREAKING. These lines of docs/public-surface.txt are not true any more:\n"
              + lines(gone)
              + "Somebody's configuration, script or dashboard relies on each. It may go, be renamed"
              + " or change its meaning only in a new major version (before 1.0.0: in a new minor"
              + " version), after it was deprecated, and with a line in docs/changelog.md that says"
              + " what to do instead.");
    }
    if (!added.isEmpty()) {
      problems.add(
          "New, and not in docs/public-surface.txt:\n"
              + lines(added)
              + "A new line breaks nothing, but it is a promise from now on: name it in"
              + " docs/versioning.md too.");
    }
    if (!problems.isEmpty()) {
      problems.add("If this is what you want: run scripts/public-surface and commit the file.");
      fail(String.join("\n\n", problems));
    }
  }

  @Test
  void the_file_has_something_of_every_kind() throws IOException {
    assertThat(written())
        .contains(
            "key on-failure value fail",
            "key token-wait type duration",
            "key tenant-id type GUID or domain",
            "key hosts variable IDENTITY_AGENT_HOSTS",
            "command check exit 5",
            "command status option --json",
            "status --json tokens[].state value ran out",
            "check --json targets[].steps[].tried[].reason",
            "metric foundry_identity_requests_total label result value stopped",
            "health port /readyz status 503",
            "cause role-missing",
            "gateway error.code NoSecret",
            "gateway output base_url=",
            "variable AZURE_CLIENT_ID",
            "log json message string")
        .anyMatch(line -> line.startsWith("jmx io.foundryidentity:type=Token,token=\"...\" State "))
        .anyMatch(line -> line.startsWith("jfr io.foundryidentity.TokenFetch cache "))
        .anyMatch(line -> line.startsWith("jar manifest Premain-Class "));
  }

  private static Set<String> written() throws IOException {
    Set<String> lines = new TreeSet<>(Files.readAllLines(FILE));
    lines.removeIf(line -> line.isEmpty() || line.startsWith("#"));
    return lines;
  }

  private static String lines(Set<String> facts) {
    StringBuilder text = new StringBuilder();
    facts.forEach(fact -> text.append("  ").append(fact).append('\n'));
    return text.toString();
  }
}
