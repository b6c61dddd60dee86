package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedScreenTest {

  private final StringWriter text = new StringWriter();

  private WatchedScreen screen(boolean redraws) {
    return screen(redraws, "2026-11-30T07:20:01.5Z");
  }

  private WatchedScreen screen(boolean redraws, String now) {
    Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
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

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T07:20:00Z,   2026-11-30 07:20:00",
    "2026-12-01T00:00:00.9Z, 2026-12-01 00:00:00",
  })
  void the_time_has_its_seconds_at_the_full_minute_too(String now, String shown) {
    screen(true, now).show("one");

    assertThat(text.toString()).startsWith("\u001b[2J\u001b[H" + shown + "  process 7\u001b[K");
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
