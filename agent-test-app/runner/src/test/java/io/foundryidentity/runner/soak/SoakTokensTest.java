package io.foundryidentity.runner.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SoakTokensTest {

  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJvaWQiOiJhNDgyMmQzNyJ9.c2lnbmF0dXJlLW9mLW1pbmU";

  private final SoakTokens tokens = new SoakTokens(List.of("Bearer " + TOKEN));

  @Test
  void a_whole_token_is_found_in_a_line() {
    assertThat(tokens.isIn("Authorization: Bearer " + TOKEN)).isTrue();
  }

  @Test
  void a_part_of_one_is_found() {
    assertThat(tokens.isIn("claims eyJvaWQiOiJhNDgyMmQzNyJ9 of it")).isTrue();
    assertThat(tokens.isIn("signed c2lnbmF0dXJlLW9mLW1pbmU")).isTrue();
  }

  @Test
  void a_token_that_was_never_used_is_found_by_its_looks() {
    assertThat(new SoakTokens(List.of()).isIn("got " + TOKEN)).isTrue();
  }

  @Test
  void a_placeholder_and_an_object_id_are_none() {
    assertThat(tokens.isIn("Bearer a-placeholder-that-opens-nothing for a4822d37")).isFalse();
  }

  @Test
  void lines_are_counted() {
    assertThat(tokens.countInLines(List.of("nothing", TOKEN, "x " + TOKEN))).isEqualTo(2);
  }
}
