package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarmlessRequestTest {

  @ParameterizedTest
  @CsvSource({
    ",/openai/v1/models",
    "/openai,/openai/v1/models",
    "/openai/v1,/openai/v1/models",
    "/openai/v1/chat/completions,/openai/v1/models",
    "/openai/deployments/gpt/chat/completions,/openai/v1/models",
    "/api/projects/search,/api/projects/search/openai/v1/models",
    "/api/projects/search/openai/v1,/api/projects/search/openai/v1/models",
    "/front/openai,/front/openai/v1/models",
    "/front,/front/openai/v1/models",
    "/front/anthropic/v1/messages,/front/openai/v1/models",
    "/models/chat/completions,/openai/v1/models",
  })
  void a_list_is_read_where_the_path_leads(String path, String harmless) {
    assertThat(HarmlessRequest.path(path)).isEqualTo(harmless);
  }
}
