package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderTest {

  private static final String[] KEYS = {"api-key", "x-api-key"};

  @Test
  void over_the_gateway_only_the_origin_of_its_url_changes() {
    Provider provider = of("baseUrl", "https://c.openai.azure.com/api/projects/p?api-version=v1");
    Map<String, Object> wire = provider.over(new Route(), KEYS);

    assertThat(wire)
        .containsEntry("baseUrl", "http://127.0.0.1:5000/api/projects/p?api-version=v1")
        .containsEntry("bearerToken", "a-secret");
  }

  @Test
  void where_azures_wire_puts_the_path_the_path_counts() {
    assertThat(of("baseUrl", "https://c.openai.azure.com", "type", "azure").path())
        .isEqualTo("/openai/");
    assertThat(of("baseUrl", "https://c.openai.azure.com/", "type", "openai").path())
        .isEqualTo("/");
    assertThat(of("baseUrl", "https://c.test/api/projects/p", "type", "azure").path())
        .isEqualTo("/api/projects/p");
  }

  @Test
  void without_a_url_of_its_own_it_is_none() {
    assertThat(Provider.of(Map.of("type", "openai"))).isNull();
    assertThat(Provider.of(Map.of("baseUrl", "not a url"))).isNull();
    assertThat(Provider.of(Map.of("baseUrl", "https://user@c.openai.azure.com"))).isNull();
    assertThat(Provider.of(Map.of("baseUrl", "/openai"))).isNull();
  }

  @Test
  void it_never_shows_a_key() {
    Provider provider = of("baseUrl", "https://c.test", "apiKey", "k-1", "bearerToken", "k-2");

    assertThat(provider.toString()).isEqualTo("default at c.test");
  }

  private static Provider of(String... fieldsAndValues) {
    Map<String, Object> wire = new LinkedHashMap<>();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      wire.put(fieldsAndValues[i], fieldsAndValues[i + 1]);
    }
    return Provider.of(wire);
  }

  private static final class Route implements LoopbackRoute {
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
