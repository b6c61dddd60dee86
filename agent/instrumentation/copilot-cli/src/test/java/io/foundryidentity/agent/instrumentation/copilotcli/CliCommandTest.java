package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliCommandTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copilot",
        "copilot -p hello",
        "/usr/local/bin/copilot -p hello",
        "./copilot --acp",
        "C:\\tools\\copilot.exe -p hello",
        "C:\\tools\\Copilot.CMD -p hello",
        "node /app/node_modules/@github/copilot/npm-loader.js -p hello",
        "/usr/bin/node --no-warnings /app/node_modules/@github/copilot/index.js -p hello",
        "node.exe C:\\app\\node_modules\\@github\\copilot\\npm-loader.js -p hello",
        "bun /app/node_modules/@github/copilot/index.js",
      })
  void a_cli(String command) {
    assertThat(CliCommand.isCli(command.split(" "))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ls",
        "ls copilot",
        "copilot/bin/other",
        "copilot-helper -p hello",
        "Copilot -p hello",
        "gh copilot -p hello",
        "sh -c copilot",
        "copilot --server --stdio",
        "copilot --headless --stdio",
        "node",
        "node --version",
        "node /app/node_modules/@github/copilot/npm-loader.js --server --stdio",
        "node tool.js /app/node_modules/@github/copilot/npm-loader.js",
        "node /app/node_modules/@github/copilot-sdk/index.js",
        "node /app/my@github/copilot/index.js",
      })
  void no_cli_that_reads_the_variables(String command) {
    assertThat(CliCommand.isCli(command.split(" "))).isFalse();
  }

  @Test
  void an_empty_command_is_none() {
    assertThat(CliCommand.isCli(new String[0])).isFalse();
  }
}
