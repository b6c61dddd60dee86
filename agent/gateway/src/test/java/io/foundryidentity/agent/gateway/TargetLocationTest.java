package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.targets.TargetParser;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetLocationTest {

  private static final String GATEWAY = "http://127.0.0.1:4000";

  @ParameterizedTest
  @CsvSource({
    "https://contoso.openai.azure.com/openai/files/1, /openai/files/1",
    "https://contoso.openai.azure.com:443/a?b=c#d, /a?b=c#d",
    "HTTPS://Contoso.OpenAI.azure.com/a, /a",
    "//contoso.openai.azure.com/a, /a",
    "https://contoso.openai.azure.com, ''",
    "https://contoso.openai.azure.com?a=b, ?a=b"
  })
  void the_targets_url_becomes_the_gateways(String url, String path) {
    assertThat(forClient("https://contoso.openai.azure.com", url)).isEqualTo(GATEWAY + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/files/1",
        "files/1",
        "",
        "?a=b",
        "http://contoso.openai.azure.com/a",
        "https://contoso.openai.azure.com:8443/a",
        "https://contoso.openai.azure.com.stranger.test/a",
        "https://contoso.openai.azure.com@stranger.test/a",
        "https://user@contoso.openai.azure.com/a",
        "https://stranger.test/https://contoso.openai.azure.com/a",
        "https://stranger.test\\@contoso.openai.azure.com/a",
        "https://contoso.openai.azure.com\\stranger.test/a",
        "https://contoso.openai.azure.com/a/../b",
        "https:contoso.openai.azure.com/a",
        "wss://contoso.openai.azure.com/a",
        "javascript://contoso.openai.azure.com/a"
      })
  void anything_else_stays_as_it_is(String url) {
    assertThat(forClient("https://contoso.openai.azure.com", url)).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "https://contoso.services.ai.azure.com/api/projects/mine/x, /api/projects/mine/x",
    "https://contoso.services.ai.azure.com/api/projects/mine, /api/projects/mine"
  })
  void a_path_under_the_prefix_becomes_the_gateways(String url, String path) {
    assertThat(forClient("https://contoso.services.ai.azure.com/api/projects/mine", url))
        .isEqualTo(GATEWAY + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://contoso.services.ai.azure.com/api/projects/theirs/x",
        "https://contoso.services.ai.azure.com/api/projects/mineral",
        "https://contoso.services.ai.azure.com"
      })
  void a_path_that_the_gateway_would_refuse_stays_as_it_is(String url) {
    assertThat(forClient("https://contoso.services.ai.azure.com/api/projects/mine", url))
        .isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Location", "Operation-Location", "Content-Location", "Azure-AsyncOperation"})
  void it_is_in_these_headers(String name) {
    assertThat(TargetLocation.isIn(name.toLowerCase(Locale.ROOT))).isTrue();
  }

  private static String forClient(String target, String url) {
    return TargetLocation.forClient(
        new Route(TargetParser.parse(target), Secret.random(), GATEWAY, new Routes()), url);
  }
}
