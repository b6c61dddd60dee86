package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private static List<String> set(GivenSources sources) {
    List<String> lines = new ArrayList<>();
    for (Origin origin : Origins.read(sources)) {
      if (!origin.isDefault()) {
        lines.add(origin.key() + "=" + origin.value() + " " + origin.source());
      }
    }
    return lines;
  }

  @Test
  void each_value_names_its_source() {
    assertThat(
            set(
                arguments("hosts=a.openai.azure.com")
                    .property("foundry.identity.scope", "api://x/.default")
                    .variable("FOUNDRY_IDENTITY_ON_FAILURE", "fail")
                    .variable("AZURE_CLIENT_ID", "me")))
        .containsExactly(
            "hosts='a.openai.azure.com' agent argument",
            "client-id='me' environment variable AZURE_CLIENT_ID",
            "scope='api://x/.default' system property foundry.identity.scope",
            "on-failure='fail' environment variable FOUNDRY_IDENTITY_ON_FAILURE");
  }

  @Test
  void a_host_may_come_from_the_applications_own_variable() {
    assertThat(
            set(
                arguments("")
                    .variable("FOUNDRY_RESOURCE_URL", "https://proxy.example")
                    .variable("AZURE_OPENAI_ENDPOINT", "https://a.openai.azure.com/?key=secret")))
        .containsExactly(
            "hosts='https://a.openai.azure.com/?***' environment variable AZURE_OPENAI_ENDPOINT");
  }

  @Test
  void rules_are_told_with_their_names() {
    assertThat(
            set(
                arguments("rule.B.hosts=b.example,rule.b.object-id=o")
                    .variable("AZURE_CLIENT_ID", "me")))
        .containsExactly(
            "client-id='me' environment variable AZURE_CLIENT_ID",
            "rule.b.hosts='b.example' agent argument",
            "rule.b.object-id='o' agent argument");
  }

  @Test
  void the_defaults_are_those_that_a_configuration_has() {
    GivenSources spelledOut = arguments("hosts=a.example");
    for (Origin origin : Origins.read(arguments("hosts=a.example"))) {
      if (origin.isDefault()) {
        String value = origin.value().substring(1, origin.value().length() - 1);
        spelledOut.property("foundry.identity." + origin.key(), value);
      }
    }
    Configuration with = spelledOut.read();
    Configuration without = arguments("hosts=a.example").read();

    assertThat(with.tokenWaitMillis()).isEqualTo(without.tokenWaitMillis());
    assertThat(with.enabled()).isEqualTo(without.enabled());
    assertThat(with.dryRun()).isEqualTo(without.dryRun());
    assertThat(with.onFailure()).isEqualTo(without.onFailure());
    assertThat(with.existingBearer()).isEqualTo(without.existingBearer());
    assertThat(with.prefetch()).isEqualTo(without.prefetch());
    assertThat(with.logLevel()).isEqualTo(without.logLevel());
    assertThat(with.clientEnabled("okhttp")).isEqualTo(without.clientEnabled("okhttp"));
    assertThat(with.rules().get(0).scope()).isEqualTo(without.rules().get(0).scope());
    assertThat(with.rules().get(0).identity()).isEqualTo(without.rules().get(0).identity());
  }
}
