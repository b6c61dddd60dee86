package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import io.foundryidentity.agent.instrumentation.testing.SimpleTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  void the_name_for_statistics_is_not_one_to_ask_under() {
    Provider provider = of("baseUrl", "https://c.test", "providerName", "contoso");

    assertThat(provider.name()).isEqualTo("default");
    assertThat(provider.askingBack(KEYS)).doesNotContainKey("providerName");
    assertThat(provider.with("a-token", KEYS)).containsEntry("providerName", "contoso");
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

  @Test
  void a_bearer_that_is_to_be_kept_keeps_the_provider() {
    String url = "https://c.openai.azure.com";
    String user = "eyJhbGciOiJub25lIn0.e30.";

    assertThat(of("baseUrl", url, "apiKey", "k-1").isTarget(new Keeping())).isTrue();
    assertThat(of("baseUrl", url, "bearerToken", user).isTarget(new Keeping())).isFalse();
    assertThat(of("baseUrl", url, "apiKey", user).isTarget(new Keeping())).isFalse();
    for (String header : new String[] {"Authorization", "authorization "}) {
      Map<String, Object> wire =
          Map.of("baseUrl", url, "headers", Map.of("X-Mine", "m", header, "Bearer " + user));
      assertThat(Provider.of(wire).isTarget(new Keeping())).as(header).isFalse();
    }
  }

  private static Provider of(String... fieldsAndValues) {
    Map<String, Object> wire = new LinkedHashMap<>();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      wire.put(fieldsAndValues[i], fieldsAndValues[i + 1]);
    }
    return Provider.of(wire);
  }

  /** As with {@code existing-bearer=keep}: signs everything but what has a JWT. */
  private static final class Keeping implements RequestTargets {
    @Override
    public SimpleTarget find(
        @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
      return existing ->
          existing != null && existing.startsWith("Bearer eyJ") ? null : "Bearer ours";
    }

    @Override
    public boolean isTargetHost(String host) {
      return true;
    }

    @Override
    public String[] keyHeaders() {
      return KEYS;
    }

    @Override
    public void adviceFailed(Throwable failure) {
      throw new AssertionError(failure);
    }
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
