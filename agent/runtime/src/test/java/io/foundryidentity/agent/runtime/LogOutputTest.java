package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LogOutputTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  @TempDir private Path folder;
  private final PrintedLines printed = new PrintedLines();
  private long nanos;

  @AfterEach
  void close() {
    printed.close();
  }

  @Test
  void a_line_on_standard_error_has_a_name_a_level_and_a_time() {
    to(null, false).write(LogLine.now("INFO", "it works\nFORGED"));

    assertThat(printed.take()).matches("foundry-identity INFO: " + TIME + " it works FORGED\\R");
  }

  @Test
  void a_line_in_a_file_has_the_thread_too() throws IOException {
    Path file = folder.resolve("agent.log");
    to(file, false).write(LogLine.now("WARN", "it works"));

    assertThat(file).content().matches(TIME + " WARN \\[main\\] it works\\R");
    assertThat(printed.take()).isEmpty();
  }

  @Test
  void the_trace_of_a_failure_is_marked_in_text_and_an_array_in_json() {
    Throwable failure = new IllegalStateException("a \"quoted\" \u00fc", new IOException("b"));
    LogLine line =
        new LogLine(0, "ERROR", Thread.currentThread(), "it \"failed\" \\ \u2713", failure, true);

    assertThat(line.forFile().lines())
        .first()
        .isEqualTo("1970-01-01T00:00:00.000Z ERROR [main] it \"failed\" \\ \u2713");
    assertThat(line.forFile().lines().skip(1))
        .isNotEmpty()
        .allMatch(more -> more.startsWith("  | "));
    assertThat(line.forStandardError().lines().skip(1))
        .isNotEmpty()
        .allMatch(more -> more.startsWith("foundry-identity   | "));
    assertThat(line.json().lines()).hasSize(1);
    assertThat(line.json()).matches("\\p{ASCII}*");
    assertThat(Json.object(line.json()))
        .containsEntry("time", "1970-01-01T00:00:00.000Z")
        .containsEntry("level", "ERROR")
        .containsEntry("logger", "foundry-identity")
        .containsEntry("thread", "main")
        .containsEntry("message", "it \"failed\" \\ \u2713");
    assertThat((List<?>) Json.object(line.json()).get("trace"))
        .asString()
        .contains(
            "IllegalStateException: a \"quoted\" \u00fc", "caused by: java.io.IOException: b");
  }

  @Test
  void a_lost_file_is_told_once_tried_again_after_ten_seconds_and_told_when_found()
      throws IOException {
    Path file = folder.resolve("missing").resolve("agent.log");
    LogOutput output = to(file, false);

    output.write(LogLine.now("INFO", "one"));
    output.write(LogLine.now("INFO", "two"));
    assertThat(printed.take().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("foundry-identity WARN: " + TIME + " the log file cannot .*")
                    .contains(file.toString()),
            line -> assertThat(line).startsWith("foundry-identity INFO: ").endsWith(" one"),
            line -> assertThat(line).startsWith("foundry-identity INFO: ").endsWith(" two"));

    Files.createDirectory(file.getParent());
    nanos += LogOutput.RETRY_NANOS - 1;
    output.write(LogLine.now("INFO", "three"));
    assertThat(printed.take().lines()).singleElement().asString().endsWith(" three");

    nanos += 1;
    output.write(LogLine.now("INFO", "four"));
    output.write(LogLine.now("INFO", "five"));
    String found =
        "the log file "
            + file
            + " can be written again; 3 lines before this one went to standard"
            + " error";
    assertThat(printed.take().lines()).singleElement().asString().endsWith(found);
    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(found),
            line -> assertThat(line).endsWith(" four"),
            line -> assertThat(line).endsWith(" five"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void after_a_full_disk_the_log_goes_back_to_the_file() throws IOException {
    Path file = folder.resolve("agent.log");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    LogOutput output = to(file, true);

    output.write(LogLine.now("INFO", "one"));
    assertThat(printed.take().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(Json.object(line)).containsKeys("time", "message"))
        .first()
        .asString()
        .contains("the log file cannot be written");

    Files.delete(file);
    nanos += LogOutput.RETRY_NANOS;
    output.write(LogLine.now("INFO", "two"));
    assertThat(printed.take().lines()).hasSize(1);
    assertThat(Files.readAllLines(file)).last().asString().contains("\"message\":\"two\"");
  }

  @Test
  void a_file_that_was_moved_away_is_made_anew() throws IOException {
    Path file = folder.resolve("agent.log");
    LogOutput output = to(file, false);

    output.write(LogLine.now("INFO", "one"));
    Files.move(file, folder.resolve("agent.log.1"));
    output.write(LogLine.now("INFO", "two"));

    assertThat(file).content().contains("two").doesNotContain("one");
    assertThat(folder.resolve("agent.log.1")).content().contains("one").doesNotContain("two");
  }

  @Test
  void what_is_announced_goes_to_both() {
    Path file = folder.resolve("agent.log");
    to(file, false).announce(LogLine.now("INFO", "here"));

    assertThat(file).content().contains("here");
    assertThat(printed.take().lines()).singleElement().asString().endsWith(" here");
  }

  private LogOutput to(Path file, boolean json) {
    return new LogOutput(file == null ? null : file.toString(), json, () -> nanos);
  }
}
