package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderVariablesTest {

  private static final String[] KEYS = {"api-key", "x-api-key"};

  @Test
  void only_the_origin_of_the_url_changes() {
    Map<String, String> changes =
        over("BASE_URL", "https://c.openai.azure.com/api/projects/p?api-version=v1");

    assertThat(changes)
        .containsEntry(
            "COPILOT_PROVIDER_BASE_URL", "http://127.0.0.1:5000/api/projects/p?api-version=v1")
        .containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "a-secret");
  }

  @Test
  void every_key_goes() {
    Map<String, String> changes = over("BASE_URL", "https://c.test", "API_KEY", "k-1");

    assertThat(changes)
        .containsEntry("COPILOT_PROVIDER_API_KEY", null)
        .containsEntry("COPILOT_PROVIDER_API_KEY_COMMAND", null);
  }

  @Test
  void the_rest_is_not_touched() {
    assertThat(over("BASE_URL", "https://c.test", "TRANSPORT", "websockets", "TYPE", "azure"))
        .doesNotContainKeys(
            "COPILOT_PROVIDER_TRANSPORT",
            "COPILOT_PROVIDER_WIRE_API",
            "COPILOT_PROVIDER_TYPE",
            "COPILOT_PROVIDER_HEADERS");
  }

  @Test
  void headers_lose_their_keys() {
    assertThat(headers("X-Mine: a\nAPI-Key: k-1\nauthorization : Bearer k-2\nX-Too: b"))
        .isEqualTo("X-Mine: a\nX-Too: b");
    assertThat(headers("X-Mine: a\\nx-api-key: k-1")).isEqualTo("X-Mine: a");
    assertThat(headers("X-Mine: a\\nX-Too: b")).isEqualTo("X-Mine: a\\nX-Too: b");
    assertThat(headers("api-key: k-1")).isNull();
  }

  @Test
  void without_a_url_of_its_own_it_is_none() {
    assertThat(ProviderVariables.in(Map.of())).isNull();
    assertThat(of("BASE_URL", "not a url")).isNull();
    assertThat(of("BASE_URL", "//c.test/openai")).isNull();
    assertThat(of("BASE_URL", "/openai")).isNull();
    assertThat(of("BASE_URL", "https://user@c.openai.azure.com")).isNull();
  }

  @Test
  void it_never_shows_a_key() {
    assertThat(of("BASE_URL", "https://c.test:8443/v1", "API_KEY", "k-1", "BEARER_TOKEN", "k-2"))
        .hasToString("openai at c.test:8443");
  }

  private static String headers(String headers) {
    return over("BASE_URL", "https://c.test", "HEADERS", headers).get("COPILOT_PROVIDER_HEADERS");
  }

  private static Map<String, String> over(String... namesAndValues) {
    return of(namesAndValues).over(new Route(), KEYS);
  }

  private static ProviderVariables of(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put("COPILOT_PROVIDER_" + namesAndValues[i], namesAndValues[i + 1]);
    }
    return ProviderVariables.in(environment);
  }

  private static final class Route implements GatewayRoute {
    @Override
    public String origin() {
      return "http://127.0.0.1:5000";
    }

    @Override
    public String secret() {
      return "a-secret";
    }

    @Override
    public void close() {}
  }
}
