package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WatchedScreenTest {

  private final StringWriter text = new StringWriter();

  private WatchedScreen screen(boolean redraws) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-30T07:20:01.5Z"), ZoneOffset.UTC);
    return new WatchedScreen(new PrintWriter(text), redraws, clock, "process 7");
  }

  @Test
  void on_a_terminal_it_redraws_with_the_time() {
    WatchedScreen screen = screen(true);
    screen.show("one\ntwo");
    text.getBuffer().setLength(0);
    screen.show("three");

    assertThat(text.toString().replace(System.lineSeparator(), "\n").replace("\u001b[", "<"))
        .isEqualTo("<H2026-11-30 07:20:01  process 7<K\n<K\nthree<K\n<J");
  }

  @Test
  void the_first_time_the_screen_is_cleared() {
    screen(true).show("one");

    assertThat(text.toString()).startsWith("\u001b[2J\u001b[H");
  }

  @Test
  void elsewhere_one_follows_the_other() {
    WatchedScreen screen = screen(false);
    screen.show("one");
    screen.show("two");

    assertThat(text.toString().lines()).containsExactly("one", "", "two");
  }
}
