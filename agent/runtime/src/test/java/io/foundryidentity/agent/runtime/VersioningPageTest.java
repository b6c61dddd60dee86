package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.diagnosis.Cause;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users may rely on is named in docs/versioning.md: a new name belongs there too. */
class VersioningPageTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "versioning.md");

  private static final List<String> OTHERS_UNDER_CAUSES =
      List.of("cause", "check --json", "foundry-identity");

  @Test
  void it_names_exactly_the_clients_that_can_be_switched() throws IOException {
    assertThat(namesUnder("Names under `clients`"))
        .filteredOn(name -> !name.equals("clients=all"))
        .containsExactlyInAnyOrder(ClientNames.ALL);
  }

  @Test
  void it_names_exactly_the_causes() throws IOException {
    assertThat(new LinkedHashSet<>(namesUnder("Causes")))
        .filteredOn(name -> !OTHERS_UNDER_CAUSES.contains(name))
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Cause.values()).map(Cause::id).toList());
  }

  @Test
  void it_names_every_attribute_of_the_beans() throws IOException {
    assertThat(namesUnder("JMX"))
        .containsAll(
            Stream.of(AgentMXBean.class, TargetMXBean.class, TokenMXBean.class)
                .flatMap(bean -> Arrays.stream(bean.getMethods()))
                .map(Method::getName)
                .filter(name -> !name.startsWith("set"))
                .map(name -> name.replaceFirst("^(get|is)", ""))
                .toList());
  }

  private static List<String> namesUnder(String heading) throws IOException {
    String section = Files.readString(PAGE).split("\n## " + Pattern.quote(heading) + "\n")[1];
    return Pattern.compile("`([^`]+)`")
        .matcher(section.split("\n## ")[0])
        .results()
        .map(name -> name.group(1))
        // Where it is in the code
        .filter(name -> !name.endsWith(".java") && !name.contains("/"))
        .filter(name -> !name.equals("XInstrumentation"))
        .toList();
  }
}
