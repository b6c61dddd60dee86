package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClientsTest {

  @Test
  void the_names_that_may_be_configured_are_those_of_the_clients() {
    assertThat(ClientNames.ALL)
        .containsExactlyInAnyOrderElementsOf(
            Clients.on(Clients.NEWEST_JAVA).stream()
                .map(ClientInstrumentation::client)
                .distinct()
                .toList());
  }

  @Test
  void the_configuration_reference_names_every_client() throws Exception {
    String reference = Files.readString(Path.of("../../docs/configuration.md"));
    assertThat(ClientNames.ALL).allMatch(name -> reference.contains("`" + name + "`"));
  }

  @Test
  void a_client_on_demand_is_not_in_the_index_but_what_tells_of_it_is_known() {
    assertThat(Clients.on(Clients.NEWEST_JAVA))
        .filteredOn(ClientInstrumentation::isOnDemand)
        .singleElement()
        .satisfies(
            client -> {
              assertThat(client.client()).isEqualTo(ClientNames.COPILOT_CLI);
              assertThat(client.earlyTypes()).containsExactly(ClientNames.PROCESS_BUILDER);
              assertThat(JoinPointIndex.names())
                  .doesNotContainAnyElementsOf(client.earlyTypes())
                  .doesNotContainAnyElementsOf(
                      client.joinPoints().stream().map(JoinPoint::type).toList());
            });
  }

  /** {@code JoinPointIndexTest} reads the index that is written of them. */
  @Test
  void join_points_and_early_types_are_known() {
    assertThat(JoinPointIndex.names())
        .contains(
            "jdk/internal/net/http/HttpRequestImpl",
            "okhttp3/OkHttpClient",
            "okhttp3/internal/http2/Http2ExchangeCodec",
            "sun/net/www/http/HttpClient");
  }
}
