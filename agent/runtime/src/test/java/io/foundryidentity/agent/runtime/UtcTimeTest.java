package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

class UtcTimeTest {

  private static final DateTimeFormatter JDK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  @Test
  void each_day_of_six_hundred_years_is_written_as_the_jdk_writes_it() {
    for (long day = 0; day < 600 * 366; day++) {
      long millis = day * 86_400_000 + day * 7919 % 86_400_000;
      assertThat(UtcTime.text(millis)).isEqualTo(JDK.format(Instant.ofEpochMilli(millis)));
    }
  }
}
