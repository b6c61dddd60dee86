package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands that talk to another JVM say before, and where, they cannot. */
class AttachedCommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path proc;

  private int run(String... arguments) {
    return Commands.run(
        arguments, new UnusedParts(), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "attach", "status"})
  void each_has_help_and_a_version(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: java -jar foundry-identity-agent.jar " + command);

    assertThat(run(command, "--version")).isZero();
    assertThat(out.toString()).contains("foundry-identity-agent 1.2.3");
  }

  @ParameterizedTest
  @CsvSource({
    "attach, Missing required parameter",
    "attach app.jar, 'app.jar' is not a process id",
    "attach 0, '0' is not a process id",
    "status -5, '-5' is not a process id",
    "status 5 --on --off, mutually exclusive",
    "status 5 --interval 0, --interval",
    "list 5, Unmatched argument",
  })
  void what_is_asked_wrongly_is_named(String line, String words) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Dynamic agent loading is not enabled. Use -XX:+Enable...|-XX:-EnableDynamicAgentLoading",
        "Failed to load agent library: instrument|java.instrument",
        "Unable to open socket file /tmp/.java_pid5|-XX:+DisableAttachMechanism",
        "Read-only file system|emptyDir",
        "Connection refused|no longer listens",
        "well-known file /tmp/.java_pid5 is not secure|another user",
        "No such process|no such process",
        "something new|something new",
      })
  void a_failure_is_told_in_plain_words(String message, String words) {
    assertThat(AttachFailure.inWords(new IOException(message))).contains(words);
  }

  @Test
  void the_flag_is_found_on_a_command_line_and_in_the_variables_that_jvms_read()
      throws IOException {
    assertThat(process("1", "java\0-javaagent:/x/foundry-identity-agent.jar=a\0Main", "").hasFlag())
        .isTrue();
    assertThat(
            process(
                    "2",
                    "java\0Main",
                    "A=b\0JAVA_TOOL_OPTIONS=-Xmx1g -javaagent:foundry-identity-agent.jar")
                .hasFlag())
        .isTrue();
    assertThat(
            process("3", "java\0-jar\0x.jar\0-javaagent:foundry-identity-agent.jar", "").hasFlag())
        .isFalse();
    assertThat(process("4", "java\0-javaagent:other.jar\0Main", "").hasFlag()).isFalse();
  }

  @Test
  void the_list_holds_what_has_loaded_a_jvm() throws Exception {
    process("12", "java\0-cp\0a.jar\0com.example.Main\0--password=x", "");
    Files.writeString(proc.resolve("12/maps"), "7f /opt/java/lib/server/libjvm.so\n");
    process("7", "java\0-jar\0/opt/app.jar", "");
    Files.writeString(proc.resolve("7/maps"), "7f /opt/java/lib/server/libjvm.so\n");
    process("9", "sleep\0009", "");
    Files.writeString(proc.resolve("9/maps"), "7f /lib/libc.so.6\n");

    assertThat(RunningJvms.list(proc))
        .extracting(jvm -> jvm.pid + " " + jvm.program)
        .containsExactly("7 /opt/app.jar", "12 com.example.Main");
  }

  @Test
  void a_jar_that_the_other_process_does_not_see_is_refused() throws Exception {
    ProcFolder process = process("7", "java", "");
    Path root = Files.createDirectories(proc.resolve("7/root"));
    assertThatThrownBy(() -> process.refuseUnseen("/opt/agent.jar"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("--jar");

    Files.createFile(Files.createDirectories(root.resolve("opt")).resolve("agent.jar"));
    process.refuseUnseen("/opt/agent.jar");
  }

  private ProcFolder process(String pid, String commandLine, String environment)
      throws IOException {
    Path folder = Files.createDirectories(proc.resolve(pid));
    Files.writeString(folder.resolve("cmdline"), commandLine);
    Files.writeString(folder.resolve("environ"), environment);
    return new ProcFolder(pid, proc);
  }
}
