package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.status.StatusSurface;
import io.foundryidentity.agent.dist.Sources;
import io.foundryidentity.agent.gateway.GatewaySurface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The paths of the health port, the metrics with their labels, and the status file. */
public final class HealthSurface {

  private static final Pattern PATH = Pattern.compile("case \"(/\\w+)\":");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** Their values are of one JVM or of one release. */
  private static final Set<String> FREE_LABELS = Set.of("target", "cache", "version");

  private HealthSurface() {}

  /**
   * @param folder for a status file
   */
  public static List<String> lines(Path folder) throws IOException {
    Set<String> lines = new TreeSet<>();
    AgentHealth ready = new AgentHealth(StatusSurface.status(true), null, GatewaySurface.counts());
    AgentHealth failed = new AgentHealth(StatusSurface.status(true), "no memory");
    PATH.matcher(Sources.of("health"))
        .results()
        .map(path -> path.group(1))
        .forEach(
            path -> {
              for (AgentHealth health : List.of(ready, failed)) {
                int status = new Pages(withClients -> health).answer(path).status;
                lines.add("health port " + path + " status " + status);
              }
            });
    addMetrics(lines, Metrics.of(ready, 0));
    Path file = folder.resolve("status.json");
    new StatusFile(file, withClients -> ready).look(0);
    List<String> written = Files.readAllLines(file);
    if (written.size() == 1 && written.get(0).contains("\"ready\":true")) {
      lines.add("status file one line with \"ready\":true");
    }
    return List.copyOf(lines);
  }

  private static void addMetrics(Set<String> lines, String text) {
    Map<String, String> types = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      if (line.startsWith("# TYPE ")) {
        types.put(words[2], words[3]);
      } else if (!line.startsWith("#")) {
        String name = line.split("[{ ]")[0];
        String head = "metric " + name + " ";
        lines.add(head + typeOf(name, types));
        LABEL
            .matcher(line)
            .results()
            .forEach(
                label ->
                    lines.add(
                        head
                            + "label "
                            + label.group(1)
                            + (FREE_LABELS.contains(label.group(1))
                                ? ""
                                : " value " + label.group(2))));
      }
    }
  }

  /** A counter's sample has the name of its family and {@code _total}, for example. */
  private static String typeOf(String sample, Map<String, String> types) {
    return types.entrySet().stream()
        .filter(family -> sample.startsWith(family.getKey()))
        .max((one, other) -> Integer.compare(one.getKey().length(), other.getKey().length()))
        .orElseThrow()
        .getValue();
  }
}
