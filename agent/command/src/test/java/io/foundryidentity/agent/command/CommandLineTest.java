package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common: help, version, exit codes, completion. */
class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_is_a_command_too() {
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("check", "status", "Exit codes:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "gateway", "list", "attach", "status", "doctor", "completion"})
  void the_help_of_each_command_has_its_exit_codes(String command) {
    assertThat(run("help", command)).isZero();
    String help = out.toString();
    assertThat(help)
        .contains("Usage: java -jar foundry-identity-agent.jar " + command)
        .containsPattern("(?s)Exit codes:.*\n  0   .*\n  2   ");

    out.getBuffer().setLength(0);
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).isEqualTo(help);
  }

  @Test
  void version_is_a_command_too() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).isEqualTo("foundry-identity-agent 1.2.3" + System.lineSeparator());
  }

  @Test
  void a_command_that_does_not_exist_has_no_help() {
    assertThat(run("help", "nothing")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown subcommand 'nothing'");
  }

  @Test
  void completion_knows_the_options_and_defines_a_short_name() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString())
        .contains("complete -F _complete_foundry-identity -o default foundry-identity")
        .contains("'--watch'")
        .containsPattern("foundry-identity\\(\\) \\{ java -jar '/.*agent.jar' \"\\$@\"; \\}");
  }

  private int run(String... arguments) {
    return Commands.run(
        arguments, new UnusedParts(), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
