package io.foundryidentity.agent.core.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "login.microsoftonline.com",
        "LOGIN.microsoftonline.com.",
        "https://login.microsoftonline.com:8443/tenant",
        "login-us.microsoftonline.com",
        "login.microsoftonline.us",
        "login.microsoftonline.de",
        "login.microsoftonline.cn",
        "login.partner.microsoftonline.cn",
        "device.login.microsoftonline.com",
        "logincert.microsoftonline.com",
        "stamp2.login.microsoftonline-int.com",
        "clientconfig.microsoftonline-p.net",
        "nexus.microsoftonline-p.com",
        "login.microsoftonline.eaglex.ic.gov",
        "login.microsoftonline.microsoft.scloud",
        "login.microsoft.com",
        "device.login.microsoft.com",
        "westus2.login.microsoft.com",
        "login.windows.net",
        "login.windows-ppe.net",
        "sts.windows.net",
        "sts.chinacloudapi.cn",
        "accounts.accesscontrol.windows.net",
        "login.chinacloudapi.cn",
        "login.usgovcloudapi.net",
        "login.sovcloud-identity.fr",
        "login.live.com",
        "contoso.b2clogin.com",
        "contoso.b2clogin.cn",
        "contoso.ciamlogin.com",
        "autologon.microsoftazuread-sso.com",
        "aadcdn.msauth.net",
        "login.contoso.com",
        "sts.contoso.com",
        "sts.amazonaws.com",
        "sts.eu-central-1.amazonaws.com",
        "sts.us-gov-west-1.amazonaws.com",
        "sts.cn-north-1.amazonaws.com.cn",
        "sts-fips.us-east-1.amazonaws.com",
        "sts.us-east-1.api.aws",
        "vpce-0a-1b.sts.us-east-1.vpce.amazonaws.com",
        "0a1b2c3d.tokens.sts.global.api.aws",
      })
  void a_host_to_sign_in_at_is_no_target(String target) {
    assertThat(reason(Collections.emptyMap(), target)).startsWith("an authority host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token.actions.githubusercontent.com",
        "pipelines.actions.githubusercontent.com",
        "https://run-actions-1-azure-eastus.actions.githubusercontent.com:8443/x",
        "actions.githubusercontent.com",
        "metadata.google.internal",
        "METADATA.google.internal.",
        "metadata.google.internal:8080",
        "metadata.goog",
        "instance-data.ec2.internal",
        "[fd00:ec2::254]",
        "[FD00:0EC2:0::23]",
        "[fd20:ce::254]:8080",
      })
  void nor_is_a_host_that_gives_assertions(String target) {
    assertThat(reason(Collections.emptyMap(), target)).contains("gives assertions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://metadata.google.internal/computeMetadata/v1",
        "http://[fd00:ec2::254]/latest/meta-data",
        "*.actions.githubusercontent.com",
      })
  void nor_is_a_text_that_names_one(String text) {
    assertThat(new ForbiddenTargets(Collections.emptyMap()).reason(text))
        .contains("gives assertions");
  }

  @ParameterizedTest
  @CsvSource({
    "metadata.example,      http://metadata.example",
    "metadata.example:8080, metadata.example:8080",
    "127.0.0.1,             http://127.0.0.1:80",
    "localhost:9000,        http://[::1]:9000",
    "[fd00::9]:8080,        [fd00::9]:8080",
  })
  void nor_is_googles_metadata_server_where_a_variable_names_it(String value, String target) {
    ForbiddenTargets forbidden = new ForbiddenTargets(Map.of("GCE_METADATA_HOST", value));
    assertThat(forbidden.reason(target)).contains("GCE_METADATA_HOST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.login.microsoft.com",
        "*.microsoftonline.com",
        "*.b2clogin.com",
        "https://*.ciamlogin.com/x",
        "http://login.microsoftonline.com",
        "login.microsoftonline.com/tenant",
        "https://user@login.microsoft.com/?x",
      })
  void nor_is_what_is_not_even_a_target(String text) {
    assertThatThrownBy(() -> TargetParser.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new ForbiddenTargets(Collections.emptyMap()).reason(text))
        .startsWith("an authority host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "res.openai.azure.com",
        "login.openai.azure.com",
        "*.openai.azure.com",
        "*.services.ai.azure.us",
        "contoso-login.services.ai.azure.com",
        "blogin.example",
        "logins.example",
        "mysts.example",
        "my-microsoftonline.example",
        "front.azure-api.net",
        "10.0.0.4",
        "169.253.169.254",
        "[2001:db8::1]",
        "[fe00::1]",
        "[fec0::1]",
        "[fd00:ec3::254]",
        "xactions.githubusercontent.com",
        "raw.githubusercontent.com",
        "metadata.contoso.example",
      })
  void any_other_host_may_be_one(String target) {
    assertThat(reason(Collections.emptyMap(), target)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.169.254:8443",
        "https://169.254.169.254:8443/metadata",
        "http://169.254.169.254/metadata",
        "169.254.129.2",
        "169.254.169.254.",
        "2852039166",
        "0xa9fea9fe",
        "0xA9.0xFE.0xA9.0xFE",
        "0251.0376.0251.0376",
        "169.254.43518",
        "169.16689662",
        "169.0xfe.0251.254",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[::FFFF:0:a9fe:a9fe]",
        "[::169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b::169.254.169.254]",
        "[2002:a9fe:a9fe::1]",
        "[2001:db8::5efe:a9fe:a9fe]",
        "[fe80::1]",
        "[febf::1%25eth0]",
      })
  void the_machines_own_addresses_are_none_in_any_notation(String text) {
    assertThat(new ForbiddenTargets(Collections.emptyMap()).reason(text))
        .contains("machine's identity endpoint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[2002:a9fe:a9fe::1]",
        "[::ffff:0:a9fe:a9fe]",
        "[64:ff9b:1::a9fe:a9fe]",
        "[2001::a9fe:a9fe]",
        "[2001:db8::5efe:a9fe:a9fe]",
        "[2001:db8::200:5efe:a9fe:a9fe]",
      })
  void an_ipv6_address_that_leads_to_an_ipv4_address_is_no_target_at_all(String text) {
    assertThatThrownBy(() -> TargetParser.parse(text))
        .hasMessageContaining("contains an IPv4 address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IDENTITY_ENDPOINT",
        "MSI_ENDPOINT",
        "IMDS_ENDPOINT",
        "AZURE_POD_IDENTITY_AUTHORITY_HOST",
        "AZURE_AUTHORITY_HOST",
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_ENDPOINT_URL_STS",
        "AWS_ENDPOINT_URL",
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
    "AZURE_KUBERNETES_TOKEN_PROXY, https://proxy.aks.example:8443/token, proxy.aks.example",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://proxy.aks.example,            proxy.aks.example:8443",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://10.0.0.1,                     10.0.0.1:6443",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://127.0.0.1:8443,               https://127.0.0.1:8443",
    "AZURE_KUBERNETES_SNI_NAME,    cluster.ests.aks.example,             cluster.ests.aks.example",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://id.openai.azure.com:1,        *.openai.azure.com",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://PROXY.aks.example.:8443,      proxy.AKS.example.",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://proxy.aks.example,            https://PROXY.AKS.EXAMPLE.:1/openai",
    "AZURE_KUBERNETES_TOKEN_PROXY, ' https://proxy.aks.example/ ',       proxy.aks.example",
    "AZURE_KUBERNETES_TOKEN_PROXY, proxy.aks.example,                    proxy.aks.example:6443",
    "AZURE_KUBERNETES_TOKEN_PROXY, http://proxy.aks.example,             proxy.aks.example",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://u:p@proxy.aks.example/?x#y,   proxy.aks.example",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://[fd00::1]:443,                '[fd00:0:0:0:0:0:0:1]:8443'",
    "AZURE_KUBERNETES_TOKEN_PROXY, 'https://[FD00:0::1]',                '[fd00::1]'",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://10.1:443,                     10.0.0.1",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://[::1]:8443,                   https://127.0.0.1:8443",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://localhost:8443,               'https://[::1]:8443'",
    "AZURE_KUBERNETES_TOKEN_PROXY, https://k\u00f6ln.example,            xn--kln-sna.example",
    "AZURE_KUBERNETES_SNI_NAME,    CLUSTER.ests.aks.example.,            cluster.ests.aks.example:9443",
    "AZURE_KUBERNETES_SNI_NAME,    cluster.openai.azure.com,             *.openai.azure.com",
    "AZURE_KUBERNETES_SNI_NAME,    'cluster.ests.aks.example ',          https://cluster.ests.aks.example/p",
  })
  void the_token_proxy_of_a_cluster_is_none_on_any_port(
      String variable, String proxy, String target) {
    assertThat(reason(Map.of(variable, proxy), target)).contains(variable);
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
    "http://127.1:41741,               http://127.0.0.1:41741",
    "http://2130706433:41741,          http://127.0.0.1:41741",
    "http://0x7f.1:41741,              http://127.0.0.1:41741",
    "http://0177.0.0.01:41741,         http://127.0.0.1:41741",
    "http://0:41741,                   http://127.0.0.1:41741",
    "http://0.0.0.0:41741,             http://[::1]:41741",
    "http://[::]:41741,                http://127.0.0.1:41741",
    "http://[::ffff:127.0.0.1]:41741,  http://127.0.0.1:41741",
    "http://[::1%25lo]:41741,          http://127.0.0.1:41741",
    "https://10.1:8443,                10.0.0.1:8443",
    "https://[2001:db8::0:1],          [2001:DB8::1]",
    "https://B\u00dcCHER.example,      xn--bcher-kva.example",
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
    Map<String, String> proxy = Map.of("AZURE_KUBERNETES_TOKEN_PROXY", "https://127.0.0.1:8443");
    assertThat(reason(proxy, "http://127.0.0.1:8080")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "://", ":", "[", "[]:1", "1.2.3.4.5", "0x", "1.2.3.256", "[::g]", "09"})
  void an_endpoint_that_is_none_forbids_no_foundry_host(String endpoint) {
    assertThat(reason(Map.of("IDENTITY_ENDPOINT", endpoint), "res.openai.azure.com")).isNull();
  }
}
