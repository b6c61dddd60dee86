package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a rule signs in that has hosts outside of the public cloud. */
class RuleCloudTest {

  private static final String GOVERNMENT = "https://login.microsoftonline.us/";

  private static final String FEDERATED =
      "credential=federated,assertion=github,client-id=11111111-1111-4111-8111-111111111111,"
          + "tenant-id=33333333-3333-4333-8333-333333333333";

  private static String authority(GivenSources sources) {
    return sources.read().rules().get(0).identity().authorityHost();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts=res.openai.azure.us | https://login.microsoftonline.us/",
        "hosts=*.services.ai.azure.us | https://login.microsoftonline.us/",
        "hosts=https://a.openai.azure.us/openai,b.cognitiveservices.azure.us | https://login.microsoftonline.us/",
        "hosts=res.openai.azure.us,scope=https://ai.azure.us/.default | https://login.microsoftonline.us/",
        "hosts=res.openai.azure.cn | https://login.partner.microsoftonline.cn/",
      })
  void hosts_of_one_cloud_alone_sign_in_at_its_authority(String given, String authority) {
    assertThat(authority(arguments(given))).isEqualTo(authority);
    assertThat(arguments(given).read().warnings()).noneMatch(line -> line.contains("authority"));
    assertThat(Origins.read(arguments(given)))
        .extracting(origin -> origin.key() + origin.value() + origin.source())
        .anyMatch(line -> line.contains(authority) && line.contains("the cloud of its hosts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts=res.openai.azure.com",
        "hosts=front.example",
        // A gateway may want a token of any cloud
        "hosts=front.azure-api.us",
        "hosts=res.openai.azure.us,front.example",
        "hosts=res.openai.azure.us,res.openai.azure.com",
        "hosts=res.openai.azure.us,res.openai.azure.cn",
        "hosts=res.openai.azure.us,scope=api://gateway/.default",
        "hosts=res.openai.azure.us,scope=https://cognitiveservices.azure.com/.default",
      })
  void a_secret_never_goes_to_an_authority_that_is_guessed(String given) {
    assertThat(authority(arguments(given))).isNull();
    assertThat(Origins.read(arguments(given)))
        .extracting(origin -> origin.key() + origin.value() + origin.source())
        .noneMatch(line -> line.contains("authority-host"));
  }

  @Test
  void a_configured_authority_stays() {
    assertThat(authority(arguments("hosts=res.openai.azure.us,authority-host=https://id.example/")))
        .isEqualTo("https://id.example/");
    assertThat(
            authority(
                arguments("hosts=res.openai.azure.us")
                    .variable("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/")))
        .isEqualTo("https://login.microsoftonline.com/");
  }

  @Test
  void a_fallback_variable_counts_too_and_rules_have_their_own_cloud() {
    assertThat(
            authority(arguments("").variable("AZURE_OPENAI_ENDPOINT", "https://a.openai.azure.us")))
        .isEqualTo(GOVERNMENT);
    Configuration configuration =
        arguments("hosts=a.openai.azure.com,rule.gov.hosts=a.openai.azure.us").read();
    assertThat(configuration.rules().get(0).identity().authorityHost()).isNull();
    assertThat(configuration.rules().get(1).identity().authorityHost()).isEqualTo(GOVERNMENT);
    assertThat(configuration.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts=a.openai.azure.us,authority-host=https://login.microsoftonline.com/ | authority-host='https://login.microsoftonline.com/' (agent argument) is the authority of the public cloud, and a.openai.azure.us is in the US Government cloud: set authority-host=https://login.microsoftonline.us/",
        "hosts=a.openai.azure.com,authority-host=https://login.microsoftonline.us/ | authority-host='https://login.microsoftonline.us/' (agent argument) is the authority of the US Government cloud, and a.openai.azure.com is in the public cloud: set authority-host=https://login.microsoftonline.com/",
        "hosts=a.openai.azure.com,b.openai.azure.cn | hosts: a.openai.azure.com is in the public cloud and b.openai.azure.cn is in the China cloud, and one identity signs in to one cloud only: give one of them a rule of its own",
        "hosts=a.openai.azure.us,scope=https://cognitiveservices.azure.com/.default | scope='https://cognitiveservices.azure.com/.default' (agent argument) is a scope of the public cloud, and a.openai.azure.us is in the US Government cloud: remove scope",
        "hosts=a.example,rule.g.hosts=a.openai.azure.us,rule.g.scope=https://ai.azure.com/.default | rule.g.scope='https://ai.azure.com/.default' (agent argument) is a scope of the public cloud, and a.openai.azure.us is in the US Government cloud: remove rule.g.scope",
        "hosts=a.openai.azure.us,FED,audience=api://AzureADTokenExchange | audience='api://AzureADTokenExchange' (agent argument) is the audience of the public cloud, and the identity signs in to the US Government cloud: unless the federated credential has it, set audience=api://AzureADTokenExchangeUSGov",
        "hosts=front.example,FED,audience=api://AzureADTokenExchange,authority-host=https://login.partner.microsoftonline.cn/ | audience='api://AzureADTokenExchange' (agent argument) is the audience of the public cloud, and the identity signs in to the China cloud: unless the federated credential has it, set audience=api://AzureADTokenExchangeChina",
      })
  void what_does_not_fit_is_told(String given, String line) {
    assertThat(arguments(given.replace("FED", FEDERATED)).read().warnings()).containsExactly(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts=a.openai.azure.us,authority-host=https://login.microsoftonline.us/",
        "hosts=a.openai.azure.us,authority-host=https://id.example/",
        "hosts=a.openai.azure.us,authority-host=https://login.microsoftonline.com/,scope=api://gateway/.default",
        "hosts=a.openai.azure.us,authority-host=https://login.microsoftonline.com/,credential=managed-identity",
        "hosts=a.openai.azure.us,authority-host=https://login.microsoftonline.com/,credential=azure-cli",
        "hosts=a.openai.azure.us,b.openai.azure.com,scope=api://gateway/.default",
        "hosts=a.openai.azure.us,scope=https://ai.azure.us/.default",
        "hosts=front.azure-api.us,scope=https://ai.azure.com/.default",
        "hosts=a.openai.azure.us,FED,audience=api://AzureADTokenExchangeUSGov",
        "hosts=a.openai.azure.us,FED,audience=api://own",
        "hosts=a.openai.azure.us,FED,audience=api://AzureADTokenExchange,authority-host=https://id.example/",
      })
  void what_may_be_meant_is_not_told(String given) {
    assertThat(arguments(given.replace("FED", FEDERATED)).read().warnings()).isEmpty();
  }
}
