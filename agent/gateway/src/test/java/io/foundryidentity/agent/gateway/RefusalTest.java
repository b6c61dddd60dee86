package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

  @ParameterizedTest
  @EnumSource
  void no_word_of_it_is_taken_for_a_secret(Refusal refusal) {
    String told = refusal.message().trim();
    assertThat(SafeText.line(told)).isEqualTo(told);
    assertThat(SafeText.line(refusal.reason())).isEqualTo(refusal.reason());
  }

  @Test
  void each_has_a_label_and_a_code_of_its_own() {
    Set<String> names = new HashSet<>();
    for (Refusal refusal : Refusal.values()) {
      assertThat(names.add(refusal.label())).isTrue();
      assertThat(names.add(String.valueOf(refusal.code()))).isTrue();
      assertThat(refusal.label()).matches("[a-z_]+");
    }
  }
}
