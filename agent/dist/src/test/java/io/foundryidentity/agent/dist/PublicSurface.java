package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.command.CommandSurface;
import io.foundryidentity.agent.core.configuration.KeySurface;
import io.foundryidentity.agent.core.diagnosis.CauseSurface;
import io.foundryidentity.agent.core.status.StatusSurface;
import io.foundryidentity.agent.gateway.GatewaySurface;
import io.foundryidentity.agent.health.HealthSurface;
import io.foundryidentity.agent.jfr.FlightRecorderSurface;
import io.foundryidentity.agent.runtime.RuntimeSurface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Everything that docs/versioning.md promises, read from the code and from the shipped jar: one
 * line for each fact, so that a new fact changes no line that was there.
 */
final class PublicSurface {

  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Z0-9_]+\\*?)`");
  private static final List<Attributes.Name> MANIFEST =
      List.of(
          new Attributes.Name("Premain-Class"),
          new Attributes.Name("Agent-Class"),
          Attributes.Name.MAIN_CLASS);

  private PublicSurface() {}

  /**
   * @param folder for what is written to find it out
   */
  static Set<String> lines(Path folder) throws Exception {
    Set<String> lines = new TreeSet<>(KeySurface.lines(RuntimeSurface.clients()));
    lines.addAll(CauseSurface.lines());
    lines.addAll(CommandSurface.lines());
    lines.addAll(StatusSurface.lines());
    lines.addAll(GatewaySurface.lines());
    lines.addAll(HealthSurface.lines(folder));
    lines.addAll(FlightRecorderSurface.lines());
    lines.addAll(RuntimeSurface.lines());
    addVariables(lines);
    addJar(lines);
    assertThat(new FailurePolicyException("")).isInstanceOf(IOException.class);
    lines.add("on-failure=fail throws " + IOException.class.getName());
    return lines;
  }

  /**
   * What is both read and promised. EnvironmentPageTest compares the table of the variables that
   * are read with the sources.
   */
  private static void addVariables(Set<String> lines) throws IOException {
    List<String> promised = names("versioning.md", "Environment variables");
    for (String name : names("configuration.md", "All environment variables")) {
      if (!name.endsWith("*")
          && promised.stream()
              .anyMatch(
                  each ->
                      each.equals(name)
                          || (each.endsWith("*")
                              && name.startsWith(each.substring(0, each.length() - 1))))) {
        lines.add("variable " + name);
      }
    }
  }

  private static List<String> names(String page, String section) throws IOException {
    String text = Files.readString(DOCS.resolve(page));
    int begin = text.indexOf("\n## " + section + "\n");
    return text.substring(begin, text.indexOf("\n## ", begin + 1))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf(" | ")))
        .flatMap(cell -> NAME.matcher(cell).results().map(found -> found.group(1)))
        .toList();
  }

  private static void addJar(Set<String> lines) throws IOException {
    lines.add("jar " + ChildJvm.JAR.getFileName());
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      for (Attributes.Name name : MANIFEST) {
        lines.add("jar manifest " + name + " " + manifest.getValue(name));
      }
    }
  }
}
