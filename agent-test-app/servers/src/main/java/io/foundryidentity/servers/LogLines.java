package io.foundryidentity.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A server's lines without the parts that differ between any two starts. */
final class LogLines {

  private static final Pattern TERMINAL_COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private record Differing(Pattern pattern, String replacement) {

    Differing(String pattern, String replacement) {
      this(Pattern.compile(pattern), replacement);
    }
  }

  private static final List<Differing> DIFFERING =
      List.of(
          new Differing("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?Z?", "TIME"),
          new Differing("\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+", "TIME"),
          new Differing("\\b\\d\\d:\\d\\d:\\d\\d[.,]\\d{3}\\b", "TIME"),
          new Differing("\\[[\\d,.]+\\] (ms|milliseconds)\\b", "DURATION"),
          new Differing("\\b\\d[\\d,.]*( ?(?:ms|milliseconds|seconds|s)\\b)", "DURATION"),
          new Differing("\\bPID \\d+", "PID"),
          new Differing("(INFO|WARN|ERROR) \\d+ ---", "$1 PID ---"),
          new Differing("\\b127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT"),
          new Differing(
              "\\((?:default task|MSC service thread|[\\w ]+ Pool --)[ -]+[\\d-]+\\)", "(THREAD)"),
          // Two threads stop Quarkus; which of them logs it varies
          new Differing("\\((?:main|Shutdown thread)\\) (?=\\S+ stopped in )", "(THREAD) "),
          new Differing("process running for [\\d.]+", "process running for DURATION"),
          new Differing("--- \\[[^\\]]*\\]", "--- [THREAD]"),
          new Differing("@[0-9a-f]{5,}\\b", "@HASH"),
          // One hash in thirty thousand has fewer digits; a module's version goes on
          new Differing("@[0-9a-f]{1,4}\\b(?![.+-]?\\w|/)", "@HASH"));

  /**
   * Lines that depend on the machine's load, and frames of idle threads that a client library still
   * has when its server stops; their number varies, so these lines are removed. Such a frame has no
   * "at", or is of java.base. The stack trace of an exception still has its first line, which is
   * compared.
   */
  private static final Pattern CHANCE =
      Pattern.compile(
          "Creation of SecureRandom instance|OkHttp TaskRunner|^\\s+(?:at"
              + " )?java\\.base@|^\\s+[\\w.$]+\\(\\w+\\.(?:java|kt):\\d+\\)$");

  /** The agent's flag in the arguments that a script prints. */
  private static final Pattern FLAG =
      Pattern.compile("-javaagent:\\S*foundry-identity-agent\\.jar ");

  private final Path folder;
  private final Pattern port;

  LogLines(Path folder, int port) {
    this.folder = folder;
    this.port = Pattern.compile("(?<!\\d)" + port + "(?!\\d)");
  }

  List<String> normal(List<String> lines) {
    return lines.stream().filter(line -> !CHANCE.matcher(line).find()).map(this::normal).toList();
  }

  private String normal(String line) {
    String normal =
        TERMINAL_COLOUR.matcher(line).replaceAll("").replace(folder.toString(), "FOLDER");
    normal = FLAG.matcher(normal).replaceAll("");
    for (Differing each : DIFFERING) {
      normal = each.pattern().matcher(normal).replaceAll(each.replacement());
    }
    // Last: a process, a duration and a part of a time may be the same number
    return port.matcher(normal).replaceAll("PORT");
  }
}
