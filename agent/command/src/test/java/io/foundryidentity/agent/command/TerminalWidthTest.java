package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalWidthTest {

  @Test
  void the_variable_decides_within_limits() {
    assertThat(TerminalWidth.ofProcess(Map.of("COLUMNS", "100"))).isEqualTo(100);
    assertThat(TerminalWidth.ofProcess(Map.of("COLUMNS", "20"))).isEqualTo(60);
    assertThat(TerminalWidth.ofProcess(Map.of("COLUMNS", "500"))).isEqualTo(120);
    assertThat(TerminalWidth.ofProcess(Map.of("COLUMNS", "wide", "TERM", "dumb"))).isEqualTo(80);
  }

  @Test
  void stty_prints_rows_and_columns() {
    assertThat(TerminalWidth.columns("24 132\n")).isEqualTo("132");
    assertThat(TerminalWidth.usable(TerminalWidth.columns("stty: not a terminal"))).isEqualTo(80);
    assertThat(TerminalWidth.usable(TerminalWidth.columns(""))).isEqualTo(80);
  }
}
