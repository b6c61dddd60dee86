package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  /** Sun, 06 Nov 1994 08:49:37 GMT. */
  private static final long THEN = 784_111_777_000L;

  private static long of(Map<String, String> headers) {
    return RetryAfter.millis(headers::get, THEN - 90_000);
  }

  @Test
  void seconds_and_milliseconds_and_a_date_are_read() {
    assertThat(of(Map.of("Retry-After", "60"))).isEqualTo(60_000);
    assertThat(of(Map.of("retry-after-ms", "250"))).isEqualTo(250);
    assertThat(of(Map.of("x-ms-retry-after-ms", " 7 "))).isEqualTo(7);
    assertThat(of(Map.of("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"))).isEqualTo(90_000);
  }

  @Test
  void the_more_exact_form_counts() {
    assertThat(of(Map.of("Retry-After", "1", "retry-after-ms", "900"))).isEqualTo(900);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5", "soon", "99999999999999999999", "Sat, 05 Nov 1994 08:49:37 GMT"})
  void what_asks_for_no_wait_is_none(String value) {
    assertThat(of(Map.of("Retry-After", value))).isZero();
  }

  @Test
  void an_answer_without_the_header_asks_for_none() {
    assertThat(of(Map.of())).isZero();
  }
}
