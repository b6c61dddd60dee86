package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithKeyHeader.class)
class AuthorizedHeadersTest {

  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  @Test
  void the_copy_has_the_token_and_none_of_the_applications_credentials() {
    headers.put("AUTHORIZATION", Arrays.asList("Bearer old", "Bearer older"));
    headers.put("Api-Key", Collections.singletonList("secret"));
    headers.put("Accept", Arrays.asList("text/plain", "text/html"));
    assertThat(AuthorizedHeaders.of(headers, "Bearer new"))
        .containsOnly(
            entry("Accept", Arrays.asList("text/plain", "text/html")),
            entry("Authorization", Collections.singletonList("Bearer new")));
    assertThat(headers).containsKeys("authorization", "api-key");
  }

  @Test
  void the_existing_authorization_is_the_first_one_in_any_case() {
    assertThat(AuthorizedHeaders.existing(headers)).isNull();
    headers.put("authorization", Arrays.asList("Bearer one", "Bearer two"));
    assertThat(AuthorizedHeaders.existing(headers)).isEqualTo("Bearer one");
    headers.put("authorization", Collections.emptyList());
    assertThat(AuthorizedHeaders.existing(headers)).isNull();
  }
}
