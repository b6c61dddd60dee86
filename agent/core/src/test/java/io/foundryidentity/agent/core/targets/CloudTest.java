package io.foundryidentity.agent.core.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudTest {

  @ParameterizedTest
  @CsvSource({
    "res.openai.azure.com,                     AzureCloud",
    "res.services.ai.azure.us,                 AzureUSGovernment",
    "RES.OPENAI.AZURE.US.,                     AzureUSGovernment",
    "res.privatelink.openai.azure.us,          AzureUSGovernment",
    "front.azure-api.us,                       AzureUSGovernment",
    "front.azurewebsites.us,                   AzureUSGovernment",
    "vm.usgovvirginia.cloudapp.usgovcloudapi.net, AzureUSGovernment",
    "res.openai.azure.cn,                      AzureChinaCloud",
    "front.azure-api.cn,                       AzureChinaCloud",
    "front.chinacloudsites.cn,                 AzureChinaCloud",
    "front.azure-api.net,                      AzureCloud",
    "res.openai.azure.us.example,              AzureCloud",
    "xazure.us,                                AzureCloud",
    "front.example,                            AzureCloud",
  })
  void a_host_is_in_a_cloud(String host, String cloud) {
    assertThat(Cloud.ofHost(host).commandName()).isEqualTo(cloud);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null,                                          the public cloud",
        "https://login.microsoftonline.com/,            the public cloud",
        "https://westus2.login.microsoft.com,           the public cloud",
        "https://login.microsoftonline.us/,             the US Government cloud",
        "HTTPS://LOGIN.MICROSOFTONLINE.US:443/x,        the US Government cloud",
        "https://login-us.microsoftonline.com/,         the US Government cloud",
        "https://login.partner.microsoftonline.cn/,     the China cloud",
        "https://login.chinacloudapi.cn,                the China cloud",
        "https://login.contoso.example/,                null",
        "https://xlogin.microsoftonline.us/,            null",
        "https://a.example/login.microsoftonline.us,    null",
        "https://login.microsoftonline.us.example/,     null",
      })
  void an_authority_is_of_a_cloud_or_of_nobody_known(String authority, String cloud) {
    Cloud found = Cloud.ofAuthority(authority);
    assertThat(found == null ? null : found.toString()).isEqualTo(cloud);
  }

  @Test
  void a_scope_of_somebodys_own_says_nothing_of_a_cloud() {
    assertThat(Cloud.ofScope("https://cognitiveservices.azure.us/.default"))
        .isSameAs(Cloud.US_GOVERNMENT);
    assertThat(Cloud.ofScope("https://ai.azure.com/.default")).isSameAs(Cloud.PUBLIC);
    assertThat(Cloud.ofScope("api://gateway.azure.us/.default")).isNull();
    assertThat(Cloud.ofScope("https://gateway.example/.default")).isNull();
    assertThat(Cloud.ofScope("https://example/.azure.us/.default")).isNull();
  }

  @Test
  void each_cloud_signs_in_at_its_own_authority_which_is_no_target() {
    for (Cloud cloud : new Cloud[] {Cloud.PUBLIC, Cloud.US_GOVERNMENT, Cloud.CHINA}) {
      assertThat(Cloud.ofAuthority(cloud.authority())).isSameAs(cloud);
      assertThat(new ForbiddenTargets(Collections.emptyMap()).reason(cloud.authority()))
          .startsWith("an authority host");
    }
    assertThat(new ForbiddenTargets(Collections.emptyMap()).reason("login.chinacloudapi.cn"))
        .startsWith("an authority host");
  }

  @Test
  void each_cloud_has_its_own_audience_for_token_exchange() {
    assertThat(Cloud.PUBLIC.tokenExchangeAudience()).isEqualTo("api://AzureADTokenExchange");
    assertThat(Cloud.US_GOVERNMENT.tokenExchangeAudience())
        .isEqualTo("api://AzureADTokenExchangeUSGov");
    assertThat(Cloud.CHINA.tokenExchangeAudience()).isEqualTo("api://AzureADTokenExchangeChina");
  }
}
