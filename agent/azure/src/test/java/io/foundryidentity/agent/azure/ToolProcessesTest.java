package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the JVM's own means, and with those that Java 8 has. */
@Timeout(180)
class ToolProcessesTest {

  @TempDir Path folder;

  /** Before the numbers below: other runs of this test have other ones. */
  private final String run = Long.toString(1_000_000 + System.nanoTime() % 1_000_000);

  @BeforeEach
  void on_linux() {
    assumeTrue(new File("/proc/self/environ").canRead(), "there is no /proc");
  }

  private Process start(ToolProcesses processes, String script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", script.replace("sleep 70", "sleep " + run + "70"));
    builder.directory(folder.toFile()).environment().putAll(Map.of("OTHER", "x"));
    if (processes != null) {
      processes.mark(builder.environment());
    }
    Process process = builder.start();
    waitUntil(() -> Files.exists(folder.resolve("started")));
    Files.delete(folder.resolve("started"));
    return process;
  }

  private interface Condition {
    boolean holds();
  }

  private static void waitUntil(Condition condition) {
    long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds() && System.nanoTime() < latest) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(condition.holds()).isTrue();
  }

  private List<String> sleeping(String number) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.endsWith("sleep " + run + number))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void children_and_those_whose_parent_has_ended_are_ended_too(boolean java8) throws Exception {
    ToolProcesses processes = new ToolProcesses(java8);
    Process tool =
        start(
            processes,
            "sleep 7011 & (setsid sleep 7012 &) ; (sleep 7013 &) ; trap '' TERM HUP;"
                + " touch started; sleep 7014");
    waitUntil(() -> sleeping("7012").size() == 1 && sleeping("7013").size() == 1);
    processes.end(tool);
    waitUntil(() -> !tool.isAlive());
    for (String number : List.of("7011", "7012", "7013", "7014")) {
      // A process that was killed is there for a moment longer
      waitUntil(() -> sleeping(number).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void another_tools_processes_go_on(boolean java8) throws Exception {
    ToolProcesses one = new ToolProcesses(java8);
    ToolProcesses other = new ToolProcesses(java8);
    Process first = start(one, "touch started; exec sleep 7021");
    Process second = start(other, "touch started; exec sleep 7022");
    Process third = start(null, "touch started; exec sleep 7023");
    try {
      one.end(first);
      waitUntil(() -> !first.isAlive());
      assertThat(second.isAlive()).isTrue();
      assertThat(third.isAlive()).isTrue();
    } finally {
      second.destroyForcibly();
      third.destroyForcibly();
    }
  }

  @Test
  void only_a_whole_variable_of_a_process_counts() throws Exception {
    long before = ProcessFiles.now();
    // Without exec, in which no variable is seen for a moment
    Process process = start(null, "touch started; read end");
    try {
      String id = Long.toString(process.pid());
      assertThat(ProcessFiles.hasVariable(id, "OTHER=x")).isTrue();
      assertThat(ProcessFiles.hasVariable(id, "OTHER=xy")).isFalse();
      assertThat(ProcessFiles.hasVariable(id, "OTHER=")).isFalse();
      assertThat(ProcessFiles.hasVariable(id, "THER=x")).isFalse();
      assertThat(ProcessFiles.startedAt(id)).isBetween(before - 1, ProcessFiles.now() + 1);
      assertThat(ProcessFiles.startedAt("self")).isLessThanOrEqualTo(ProcessFiles.startedAt(id));
    } finally {
      process.destroyForcibly();
    }
    assertThat(ProcessFiles.hasVariable("0", "OTHER=x")).isFalse();
    assertThat(ProcessFiles.startedAt("0")).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_interrupted_thread_ends_them_all_the_same(boolean java8) throws Exception {
    ToolProcesses processes = new ToolProcesses(java8);
    Process tool = start(processes, "(setsid sleep 7031 &) ; touch started; sleep 7032");
    waitUntil(() -> sleeping("7031").size() == 1);
    Thread.currentThread().interrupt();
    processes.end(tool);
    assertThat(Thread.interrupted()).isTrue();
    waitUntil(() -> sleeping("7031").isEmpty() && sleeping("7032").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_tool_that_goes_on_starting_others_is_ended(boolean java8) throws Exception {
    ToolProcesses processes = new ToolProcesses(java8);
    Process tool =
        start(
            processes,
            "(while true; do sleep 0.01; sleep 7041 & done) & touch started; sleep 7042");
    waitUntil(() -> !sleeping("7041").isEmpty());
    processes.end(tool);
    waitUntil(() -> sleeping("7041").isEmpty() && sleeping("7042").isEmpty());
  }
}
