package io.foundryidentity.agent.gateway.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as processes: how they start, what they are told, and how they end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@DisabledOnOs(OS.WINDOWS)
class ProgramTest {

  @TempDir private Path folder;
  private final List<String> problems = new ArrayList<>();

  private Program shell(String script) throws NotStartedException {
    return Program.of(
        List.of("/bin/sh", "-c", script, "sh", folder.resolve("trace").toString()), problems::add);
  }

  private String trace() throws IOException {
    Path trace = folder.resolve("trace");
    return Files.exists(trace) ? Files.readString(trace) : "";
  }

  @ParameterizedTest
  @CsvSource({"exit 0,0", "exit 7,7", "kill -9 $$,137", "kill -TERM $$,143"})
  void its_exit_code_is_the_commands(String script, int exit) throws Exception {
    assertThat(shell(script).run(Map.of())).isEqualTo(exit);
  }

  @Test
  void the_command_gets_this_environment_and_no_other() throws Exception {
    assertThat(shell("env >\"$1\"").run(Map.of("PATH", "/usr/bin:/bin", "A", "b c"))).isZero();
    assertThat(trace().lines())
        .contains("A=b c")
        .noneMatch(line -> line.startsWith("JAVA_HOME") || line.startsWith("USER"));
  }

  @ParameterizedTest
  @EnumSource(
      value = HandedSignal.class,
      names = {"TERM", "USR1"})
  void a_signal_reaches_the_command(HandedSignal signal) throws Exception {
    Program program =
        shell(
            "trap 'echo told >\"$1\"; exit 5' "
                + signal
                + "; echo ready >\"$1\"; while :; do :; done");
    CompletableFuture<Integer> exit = running(program);
    awaitReady();
    program.signal(signal);
    assertThat(exit.get()).isEqualTo(5);
    assertThat(trace()).isEqualTo("told\n");
    assertThat(problems).isEmpty();
  }

  @Test
  void a_second_term_kills_it() throws Exception {
    Program program = shell("trap '' TERM; echo ready >\"$1\"; while :; do :; done");
    CompletableFuture<Integer> exit = running(program);
    awaitReady();
    program.signal(HandedSignal.TERM);
    assertThat(exit).isNotDone();
    program.signal(HandedSignal.TERM);
    assertThat(exit.get()).isEqualTo(137);
  }

  @Test
  void a_signal_before_the_start_is_its_end() throws Exception {
    Program program = shell("echo started >\"$1\"");
    program.signal(HandedSignal.TERM);
    assertThat(program.run(Map.of())).isEqualTo(143);
    assertThat(trace()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-command,127,not found in PATH",
    "./no/such,127,does not exist",
    "'',127,is empty",
    "/tmp,126,it is a directory",
    "/etc/passwd,126,no permission to execute",
  })
  void what_cannot_be_started_has_a_shells_exit_code(String command, int exit, String problem) {
    assertThatThrownBy(() -> Program.of(List.of(command), problems::add))
        .isInstanceOfSatisfying(
            NotStartedException.class,
            mistake -> {
              assertThat(mistake.exitCode()).isEqualTo(exit);
              assertThat(mistake).hasMessageContaining(problem);
            });
  }

  @Test
  void a_missing_interpreter_is_not_a_missing_command() throws Exception {
    Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Program program = Program.of(List.of(script.toString()), problems::add);
    assertThatThrownBy(() -> program.run(Map.of()))
        .isInstanceOfSatisfying(
            NotStartedException.class, mistake -> assertThat(mistake.exitCode()).isEqualTo(126))
        .hasMessageContaining("interpreter");
  }

  @Test
  void a_file_in_path_that_cannot_run_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("plain"), "");
    assertThatThrownBy(() -> CommandFile.require("plain", "/no/such:" + folder))
        .hasMessageContaining(file + " has no permission to execute");
    assertThatThrownBy(() -> CommandFile.require("plain", "/no/such"))
        .hasMessageContaining("not found in PATH");
    CommandFile.require("sh", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42 (java) S 1 42 42 34816 42 4194304 1",
        "42 (a) b) (c)) S 1 7 42 34816 7 4194304 1",
      })
  void in_the_foreground_the_terminals_group_is_its_own(String stat) {
    assertThat(Terminal.isForeground(stat)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"42 (java) S 1 42 42 34816 43 1", "42 (java) S 1 42 42 0 -1 1", "", "42"})
  void without_a_terminal_or_behind_another_group_it_is_not(String stat) {
    assertThat(Terminal.isForeground(stat)).isFalse();
  }

  @Test
  void other_systems_name_both_groups() {
    assertThat(Terminal.sameGroups("  42   42\n")).isTrue();
    assertThat(Terminal.sameGroups("  42    0\n")).isFalse();
    assertThat(Terminal.sameGroups("")).isFalse();
  }

  private static CompletableFuture<Integer> running(Program program) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return program.run(Map.of("PATH", "/usr/bin:/bin"));
          } catch (NotStartedException | InterruptedException failure) {
            throw new IllegalStateException(failure);
          }
        });
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!trace().equals("ready\n") && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(trace()).isEqualTo("ready\n");
  }
}
