package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AZURE_TOKEN_CREDENTIALS as the Azure SDKs of 2026 read it. */
class CredentialChoiceTest {

  private static final String PRODUCTION =
      "EnvironmentCredential WorkloadIdentityCredential ManagedIdentityCredential";
  private static final String DEVELOPMENT =
      "AzureCliCredential AzurePowerShellCredential AzureDeveloperCliCredential";

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  private static String names(String credential, String selection) throws TokenSourceException {
    Identity identity = new Identity(credential, null, null, null, null, null);
    Duration second = Duration.ofSeconds(1);
    DirectHttpClient http =
        new DirectHttpClient(new Connector(new ProxyLookup(Map.of()), second, second), second);
    Members members =
        new Members(
            identity,
            new IdentityEnvironment(Map.of(), identity),
            http,
            binding -> http,
            new ImdsProbe(http, null, () -> false),
            new AgentThreads().ofSource());
    return CredentialChoice.chain(identity, members, selection, SignInEvents.NONE, new LastAnswer())
        .memberNames();
  }

  private static String refused(String selection) {
    TokenSourceException refused =
        catchThrowableOfType(TokenSourceException.class, () -> names("default", selection));
    assertThat(SafeText.line(refused.getMessage()))
        .as("no part of it is hidden as a secret")
        .isEqualTo(refused.getMessage());
    return String.valueOf(refused.getMessage());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t\n"})
  void without_a_value_all_are_tried(String selection) throws Exception {
    assertThat(names("default", selection)).isEqualTo(PRODUCTION + " " + DEVELOPMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "PROD", " Prod\n"})
  void prod_is_what_a_deployed_application_has(String selection) throws Exception {
    assertThat(names("default", selection)).isEqualTo(PRODUCTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "DEV", "Dev "})
  void dev_is_what_a_developer_has(String selection) throws Exception {
    assertThat(names("default", selection)).isEqualTo(DEVELOPMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EnvironmentCredential",
        "WorkloadIdentityCredential",
        "ManagedIdentityCredential",
        "AzureCliCredential",
        "AzurePowerShellCredential",
        "AzureDeveloperCliCredential"
      })
  void one_name_is_that_credential_in_any_case_and_language(String name) throws Exception {
    for (String tag : new String[] {"en-US", "tr-TR", "lt-LT", "ar-EG", "th-TH-u-ca-buddhist"}) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(names("default", name)).isEqualTo(name);
      assertThat(names("default", name.toUpperCase(Locale.ROOT))).isEqualTo(name);
      assertThat(names("default", " " + name.toLowerCase(Locale.ROOT) + "\r\n")).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VisualStudioCredential",
        "VisualStudioCodeCredential",
        "IntelliJCredential",
        "BrokerCredential",
        "InteractiveBrowserCredential",
        "interactivebrowsercredential",
        "SharedTokenCacheCredential",
        "DeviceCodeCredential"
      })
  void what_other_sdks_know_gets_its_own_line(String name) {
    assertThat(refused(name))
        .startsWith(
            "the environment variable AZURE_TOKEN_CREDENTIALS is \""
                + name
                + "\", which Azure SDKs know as ")
        .endsWith(
            "; this agent cannot use that. The nearest that it can use is AzureCliCredential: sign"
                + " in with az login");
  }

  @ParameterizedTest
  @CsvSource({
    "production, prod",
    "prd, prod",
    "Development, dev",
    "'\"dev\"', dev",
    "local, dev",
    "managed-identity, ManagedIdentityCredential",
    "ManagedIdentity, ManagedIdentityCredential",
    "MSI, ManagedIdentityCredential",
    "ManagedIdentityCredentials, ManagedIdentityCredential",
    "workload-identity, WorkloadIdentityCredential",
    "environment, EnvironmentCredential",
    "azure-cli, AzureCliCredential",
    "AzureCLI, AzureCliCredential",
    "CliCredential, AzureCliCredential",
    "azd, AzureDeveloperCliCredential",
    "azure-powershell, AzurePowerShellCredential",
  })
  void an_unknown_value_is_told_with_its_source_and_the_nearest(String value, String nearest) {
    assertThat(refused(value))
        .startsWith(
            "the environment variable AZURE_TOKEN_CREDENTIALS is \""
                + value
                + "\", which names no credential; the nearest valid value is "
                + nearest
                + ". Valid values: prod, dev, EnvironmentCredential, ");
  }

  @Test
  void a_secret_in_the_wrong_variable_is_not_shown_and_no_line_is_begun() {
    String secret = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2EifQ.c2lnbmF0dXJl";
    TokenSourceException refused =
        catchThrowableOfType(
            TokenSourceException.class, () -> names("default", secret + "\nforged line"));
    assertThat(refused.getMessage()).doesNotContain("eyJhdWQ", "\n");
  }

  @Test
  void it_counts_for_the_default_credential_only() throws Exception {
    assertThat(names("azure-cli", "prod")).isEqualTo("AzureCliCredential");
    assertThat(names("managed-identity", "nonsense")).isEqualTo("ManagedIdentityCredential");
  }
}
