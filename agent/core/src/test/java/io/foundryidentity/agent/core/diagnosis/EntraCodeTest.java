package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntraCodeTest {

  @Test
  void a_code_is_read_whole() {
    assertThat(EntraCode.in("AADSTS700213: No matching AADSTS7000215: x AADSTS70021."))
        .containsExactly(700213, 7000215, 70021);
  }

  @Test
  void the_library_may_put_text_before_and_after() {
    assertThat(EntraCode.in("HTTP 400: AADSTS90002: Tenant 'AADSTS' (AADSTS900023)"))
        .containsExactly(90002, 900023);
  }

  @Test
  void a_longer_number_is_no_code() {
    assertThat(EntraCode.in("AADSTS7002113456789 AADSTS12 aadsts70021")).isEmpty();
  }
}
