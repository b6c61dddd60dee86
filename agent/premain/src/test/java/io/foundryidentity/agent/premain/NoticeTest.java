package io.foundryidentity.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoticeTest {

  @Test
  void the_time_is_that_of_the_jdk() {
    for (String text :
        new String[] {
          "1970-01-01T00:00:00.000Z",
          "2000-02-29T23:59:59.999Z",
          "2026-11-30T06:07:08.009Z",
          "2099-12-31T12:00:00.120Z",
          "2100-03-01T00:00:00.001Z"
        }) {
      assertThat(Notice.time(Instant.parse(text).toEpochMilli())).isEqualTo(text);
    }
  }
}
