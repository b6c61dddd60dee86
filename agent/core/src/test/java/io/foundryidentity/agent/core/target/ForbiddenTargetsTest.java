package io.foundryidentity.agent.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenTargetsTest {

  private static String reason(Map<String, String> environment, String target) {
    return new ForbiddenTargets(environment).reason(TargetParser.parse(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "https://169.254.169.254:8443/metadata",
        "login.microsoftonline.com",
        "LOGIN.microsoftonline.com.",
        "login.microsoftonline.com:8443",
        "login.microsoftonline.us",
        "login.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
        "login.windows.net",
        "sts.windows.net",
      })
  void the_well_known_identity_endpoints_are_no_targets(String target) {
    assertThat(reason(Collections.emptyMap(), target)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IDENTITY_ENDPOINT",
        "MSI_ENDPOINT",
        "IMDS_ENDPOINT",
        "AZURE_POD_IDENTITY_AUTHORITY_HOST",
        "AZURE_AUTHORITY_HOST"
      })
  void an_endpoint_that_the_environment_names_is_no_target(String variable) {
    Map<String, String> environment = Map.of(variable, "https://Identity.example:8443/token?x=y");
    assertThat(reason(environment, "identity.example:8443")).contains(variable);
    assertThat(reason(environment, "identity.example.:8443")).contains(variable);
    assertThat(reason(environment, "identity.example")).isNull();
    assertThat(reason(environment, "example:8443")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:41741/msi/token, http://127.0.0.1:41741",
    "http://localhost:41741/msi/token, http://127.0.0.1:41741",
    "http://LOCALHOST:41741,           http://[::1]:41741",
    "http://127.0.0.2:41741,           http://127.0.0.1:41741",
    "http://[::1]:41741,               localhost:41741",
    "http://127.0.0.1,                 127.0.0.1:80",
    "127.0.0.1:41741,                  http://127.0.0.1:41741",
    "http://u:p@127.0.0.1:41741,       http://127.0.0.1:41741",
    "identity.example,                 identity.example",
    "http://127.0.0.1:no-port,         http://127.0.0.1:41741",
    "https://id.openai.azure.com,      *.openai.azure.com",
  })
  void another_way_to_write_the_endpoint_is_the_endpoint(String endpoint, String target) {
    assertThat(reason(Map.of("IDENTITY_ENDPOINT", endpoint), target)).contains("IDENTITY_ENDPOINT");
  }

  @Test
  void another_port_of_the_same_machine_may_be_a_target() {
    Map<String, String> environment = Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1:41741/msi");
    assertThat(reason(environment, "http://127.0.0.1:8080")).isNull();
  }

  @Test
  void a_foundry_host_may_be_a_target() {
    assertThat(
            reason(Map.of("MSI_ENDPOINT", "", "IDENTITY_ENDPOINT", "://"), "res.openai.azure.com"))
        .isNull();
  }
}
