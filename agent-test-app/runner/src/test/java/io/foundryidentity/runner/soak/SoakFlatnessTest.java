package io.foundryidentity.runner.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SoakFlatnessTest {

  @Test
  void a_steady_rise_is_seen() {
    List<Long> rising = LongStream.range(0, 30).boxed().toList();
    assertThat(SoakFlatness.of(rising, Long::longValue).growth()).isEqualTo(20);
  }

  @Test
  void one_odd_sample_does_not_count() {
    List<Long> samples = List.of(5L, 5L, 5L, 5L, 900L, 5L, 5L, 900L, 5L);
    assertThat(SoakFlatness.of(samples, Long::longValue).growth()).isZero();
  }

  @Test
  void of_too_few_samples_nothing_is_said() {
    assertThatThrownBy(() -> SoakFlatness.of(List.of(1L, 2L), Long::longValue))
        .hasMessageContaining("too few");
  }
}
