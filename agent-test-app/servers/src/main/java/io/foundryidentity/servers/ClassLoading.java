package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a JVM loaded the classes of its log manager and its management. The first caller decides
 * their configuration for the whole JVM, and a server must be that caller.
 */
record ClassLoading(List<String> order) {

  static final ClassLoading UNKNOWN = new ClassLoading(List.of());

  private static final List<String> WATCHED =
      List.of(
          "java.util.logging.LogManager",
          "java.lang.management.ManagementFactory",
          "javax.management.MBeanServerFactory");

  private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$]+)\\S* source: (.*)");

  /** Reads what {@code -Xlog:class+load} wrote. */
  static ClassLoading read(Path log) throws IOException {
    List<String> order = new ArrayList<>();
    if (Files.exists(log)) {
      for (String line : Files.readAllLines(log)) {
        Matcher loaded = LOADED.matcher(line);
        if (loaded.find() && (WATCHED.contains(loaded.group(1)) || isTheServers(loaded.group(2)))) {
          order.add(loaded.group(1));
        }
      }
    }
    return new ClassLoading(order);
  }

  /** A class of a jar or folder: JDK classes come from its image, the agent's have no source. */
  private static boolean isTheServers(String source) {
    return (source.startsWith("file:") || source.startsWith("jar:"))
        && !source.endsWith("foundry-identity-agent.jar");
  }

  /**
   * Finds what was loaded earlier than without the agent, counted in classes that the server had
   * loaded before. A tenth is allowed, as parallel threads differ by that much. A class that the
   * server does not load itself is not compared: the agent loads it with the first authorized
   * request, or later.
   */
  List<String> comparedWith(ClassLoading with) {
    List<String> faults = new ArrayList<>();
    for (String name : WATCHED) {
      int without = classesBefore(name);
      int now = with.classesBefore(name);
      if (without >= 0 && now >= 0 && now * 10 < without * 9) {
        faults.add(name + " came after " + without + " classes, with the agent after " + now);
      }
    }
    return faults;
  }

  /** Negative if it was never loaded. */
  private int classesBefore(String name) {
    return order.indexOf(name);
  }
}
