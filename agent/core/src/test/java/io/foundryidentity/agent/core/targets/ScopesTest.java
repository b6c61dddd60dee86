package io.foundryidentity.agent.core.targets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {

  @ParameterizedTest
  @CsvSource({
    "res.openai.azure.com,         /openai/v1/responses, https://cognitiveservices.azure.com/.default",
    "res.services.ai.azure.com,    /api/projects/a/x,    https://ai.azure.com/.default",
    "res.services.ai.azure.com,    /openai/v1/responses, https://ai.azure.com/.default",
    "RES.Services.AI.azure.com.,   ,                     https://ai.azure.com/.default",
    "services.ai.azure.com,        ,                     https://ai.azure.com/.default",
    "res.privatelink.services.ai.azure.com, /,           https://ai.azure.com/.default",
    "res.xservices.ai.azure.com,   /,                    https://cognitiveservices.azure.com/.default",
    "res.services.ai.azure.com.example, /,               https://cognitiveservices.azure.com/.default",
    "res.cognitiveservices.azure.com, /anthropic/v1/messages, https://cognitiveservices.azure.com/.default",
    "res.openai.azure.com,         /api/projects,        https://cognitiveservices.azure.com/.default",
    "res.openai.azure.com,         /api/projects/a,      https://ai.azure.com/.default",
    "res.services.ai.azure.us,     /openai/v1/responses, https://ai.azure.us/.default",
    "res.services.ai.azure.cn,     /models/chat,         https://ai.azure.cn/.default",
    "res.openai.azure.us,          /openai/v1/responses, https://cognitiveservices.azure.us/.default",
    "RES.services.ai.AZURE.US.,    /api/projects/a,      https://ai.azure.us/.default",
    "res.openai.azure.cn,          /,                    https://cognitiveservices.azure.cn/.default",
    "res.services.ai.azure.cn,     /api/projects/a,      https://ai.azure.cn/.default",
    "front.azure-api.us,           /openai,              https://cognitiveservices.azure.us/.default",
    "front.azure-api.cn,           /api/projects/a,      https://ai.azure.cn/.default",
    "res.openai.azure.us.example,  /,                    https://cognitiveservices.azure.com/.default",
    "front.example,                /api/projects/a,      https://ai.azure.com/.default",
    "front.example,                ,                     https://cognitiveservices.azure.com/.default",
  })
  void the_host_picks_the_cloud_and_host_or_path_the_service(
      String host, String path, String scope) {
    assertThat(Scopes.auto(host, path)).isEqualTo(scope);
  }

  @ParameterizedTest
  @CsvSource({"com", "us", "cn"})
  void each_scope_is_the_other_of_its_other(String cloud) {
    String ai = "https://ai.azure." + cloud + "/.default";
    String services = "https://cognitiveservices.azure." + cloud + "/.default";
    assertThat(Scopes.other(ai)).isEqualTo(services);
    assertThat(Scopes.other(services)).isEqualTo(ai);
  }

  @Test
  void a_scope_of_ones_own_has_no_other() {
    assertThat(Scopes.other("api://mine/.default")).isNull();
  }
}
