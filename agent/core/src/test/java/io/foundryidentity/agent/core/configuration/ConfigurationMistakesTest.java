package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationMistakesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts=a,clent-id=x | 'clent-id' (agent argument) is not a key of this agent; the nearest valid one is client-id",
        "Hosts=a | 'Hosts' (agent argument) is not a key of this agent; the nearest valid one is hosts",
        "rule.a.host=x | 'rule.a.host' (agent argument) is not a key of this agent; the nearest valid one is rule.a.hosts",
        "rule.a-b.hosts=x | 'rule.a-b.hosts' (agent argument) is not a key of this agent; the nearest valid one is rule.NAME.hosts",
        "a.example | agent argument 'a.example' is not of the form key=value; the nearest valid key is hosts",
        "hosts=a,dry-run=true,hosts=b | hosts (agent argument) is given twice: join the values with commas",
        "hosts=a b | hosts (agent argument): 'a b' contains a space",
        "hosts=a,http://b | hosts (agent argument): 'http://b' would send the token unencrypted: http is allowed only for loopback addresses (127.0.0.1 or [::1], not a name)",
        "hosts=169.254.169.254 | hosts (agent argument): '169.254.169.254' is the virtual machine's identity endpoint, so no token is sent there",
        "on-failure=fial | on-failure='fial' (agent argument) is not one of pass or fail; the nearest is fail",
        "prefetch=start | prefetch='start' (agent argument) is not one of first-hit, startup or never; the nearest is startup",
        "existing-bearer=kep | existing-bearer='kep' (agent argument) is not one of replace or keep; the nearest is keep",
        "enabled=yes | enabled='yes' (agent argument) is not one of true or false; the nearest is true",
        "log-level=verbose | log-level='verbose' (agent argument) is not one of info, trace, debug, warn, error or off; the nearest is debug",
        "log-format=ecs | log-format='ecs' (agent argument) is not one of text or json; the nearest is json",
        "api-key=x | 'api-key' (agent argument) is not a key of this agent: there is no key for an API key: this agent sends a token in its place; remove it",
        "rule.a.key=x | 'rule.a.key' (agent argument) is not a key of this agent: there is no key for an API key: this agent sends a token in its place; remove it",
        "client_secret=x | 'client_secret' (agent argument) is not a key of this agent: there is no key for a secret: set the environment variable AZURE_CLIENT_SECRET. For a certificate set credential=certificate and certificate-file",
        "proxy=x | 'proxy' (agent argument) is not a key of this agent: there is no key for a proxy: the JVM's own settings count (-Dhttps.proxyHost and -Dhttps.proxyPort)",
        "endpoint=x | 'endpoint' (agent argument) is not a key of this agent; the nearest valid one is hosts",
        "url=x | 'url' (agent argument) is not a key of this agent; the nearest valid one is hosts",
        "resource=x | 'resource' (agent argument) is not a key of this agent; the nearest valid one is hosts",
        "rule.a.endpoint=x | 'rule.a.endpoint' (agent argument) is not a key of this agent; the nearest valid one is rule.a.hosts",
        "timeout=x | 'timeout' (agent argument) is not a key of this agent; the nearest valid one is token-wait",
        "client-id=x | client-id='x' (agent argument) is not a GUID such as 11111111-2222-3333-4444-555555555555",
        "client-id=/subscriptions/x | client-id='/subscriptions/x' (agent argument) is not a GUID such as 11111111-2222-3333-4444-555555555555: set resource-id instead",
        "object-id=x | object-id='x' (agent argument) is not a GUID such as 11111111-2222-3333-4444-555555555555",
        "resource-id=aaaaaaaa-2222-3333-4444-555555555555 | resource-id='aaaaaaaa-2222-3333-4444-555555555555' (agent argument) does not begin with /subscriptions/: set client-id instead",
        "tenant-id=x | tenant-id='x' (agent argument) is not a GUID such as 11111111-2222-3333-4444-555555555555 or a domain such as contoso.onmicrosoft.com",
        "credential=managd | credential='managd' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is default",
        "credential=github | credential='github' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is federated: set credential=federated and assertion=github",
        "credential=github-oidc | credential='github-oidc' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is federated: set credential=federated and assertion=github",
        "credential=aws | credential='aws' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is federated: set credential=federated and assertion=aws",
        "credential=google | credential='google' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is federated: set credential=federated and assertion=google",
        "credential=spiffe | credential='spiffe' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is federated: set credential=federated and assertion=file",
        "credential=gitlab | credential='gitlab' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is federated: set credential=federated and assertion=file",
        "credential=oidc | credential='oidc' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is federated",
        "credential=identity-binding | credential='identity-binding' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is workload-identity",
        "agent-identity-client-id=x | 'agent-identity-client-id' (agent argument) is not a key of this agent; the nearest valid one is client-id",
        "pfx-file=x | 'pfx-file' (agent argument) is not a key of this agent; the nearest valid one is certificate-file",
        "rule.a.pfx-file=x | 'rule.a.pfx-file' (agent argument) is not a key of this agent; the nearest valid one is rule.a.certificate-file",
        "aws-region=x | 'aws-region' (agent argument) is not a key of this agent: there is no key for a region: set the environment variable AWS_REGION",
        "role-arn=x | 'role-arn' (agent argument) is not a key of this agent: there is no key for a role of AWS: assertion=aws uses the AWS credentials of this process; remove it",
        "subject=x | 'subject' (agent argument) is not a key of this agent: subject and issuer are set in the federated credential in Entra ID, not here; remove it",
        "issuer=x | 'issuer' (agent argument) is not a key of this agent: subject and issuer are set in the federated credential in Entra ID, not here; remove it",
        "certificate-password=x | 'certificate-password' (agent argument) is not a key of this agent; the nearest valid one is certificate-password-file (the path of a file), or set AZURE_CLIENT_CERTIFICATE_PASSWORD",
        "certificate-password-fil=x | 'certificate-password-fil' (agent argument) is not a key of this agent; the nearest valid one is certificate-password-file",
        "token-wait=30 | token-wait='30' (agent argument) is not a duration such as 500ms, 30s or 2m; the default is 30s",
        "token-wait=-1s | token-wait='-1s' (agent argument) is not a duration such as 500ms, 30s or 2m; the default is 30s",
        "health-port=localhost:8123 | health-port='localhost:8123' (agent argument) is not a port from 1 to 65535 such as 8123, or an IP address and a port such as 0.0.0.0:8123 or [::1]:8123",
        "token-wait=11m | token-wait='11m' (agent argument) is too long; the maximum is 10m",
        "keep-headers=apikey | keep-headers='apikey' (agent argument) contains a name that is not a key header; the nearest is api-key",
        "client-id=aaaaaaaa-2222-3333-4444-555555555555,object-id=aaaaaaaa-2222-3333-4444-555555555555 | client-id='aaaaaaaa-2222-3333-4444-555555555555' (agent argument) and object-id='aaaaaaaa-2222-3333-4444-555555555555' (agent argument) both select an identity: set only one",
        "client-id=aaaaaaaa-2222-3333-4444-555555555555,resource-id=/subscriptions/b | client-id='aaaaaaaa-2222-3333-4444-555555555555' (agent argument) and resource-id='/subscriptions/b' (agent argument) both select an identity: set only one",
        "credential=azure-cli,client-id=aaaaaaaa-2222-3333-4444-555555555555 | client-id='aaaaaaaa-2222-3333-4444-555555555555' (agent argument) has no effect with credential='azure-cli' (agent argument): remove it, or set credential=managed-identity",
        "credential=environment,object-id=aaaaaaaa-2222-3333-4444-555555555555 | object-id='aaaaaaaa-2222-3333-4444-555555555555' (agent argument) has no effect with credential='environment' (agent argument): remove it, or set credential=managed-identity",
        "authority-host=http://x | authority-host='http://x' (agent argument) is not an https URL such as https://login.microsoftonline.us/",
        "authority-host=x.example | authority-host='x.example' (agent argument) is not an https URL such as https://login.microsoftonline.us/",
        "rule.a.client-id=aaaaaaaa-2222-3333-4444-555555555555 | rule.a.hosts is missing: each rule needs hosts",
        "hosts=a.example,rule.b.hosts=A.example | https://a.example:443 is a host of the rules default and b: give each rule its own path prefix, or remove the host from one of them",
        "config-file=/no/such/file | config-file='/no/such/file' (agent argument) is not used: there is no such file",
      })
  void each_mistake_is_one_line_that_says_what_and_where(String arguments, String line) {
    assertThat(arguments(arguments).problems()).containsExactly(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certificate-password=right | certificate-password",
        "asserton=file | asserton",
        "password=right | password",
        "rule.a.hots=x | rule.a.hots",
        "blueprint-clientid=x | blueprint-clientid",
      })
  void a_path_does_not_swallow_a_misspelt_key(String piece, String named) {
    assertThat(arguments("log-file=/a.log," + piece).problems())
        .singleElement(as(STRING))
        .startsWith("'" + named + "' (agent argument) is not a key of this agent")
        .doesNotContain("right");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/logs/day=1,app=a.log", "/logs/a,b=c,year=2026,core=1,shop=x.log", "/a, b.log"})
  void any_other_word_before_an_equals_sign_may_be_in_a_path(String path) {
    assertThat(arguments("hosts=h,log-file=" + path).read().logFile()).isEqualTo(path);
  }

  @Test
  void all_mistakes_are_told_at_once() {
    assertThat(arguments("hosts=a..b,c d,on-failure=x,nonsense=1").problems()).hasSize(4);
  }

  @Test
  void the_source_is_named_with_its_own_spelling() {
    assertThat(arguments("").property("foundry.identity.prefetch", "no").problems())
        .containsExactly(
            "prefetch='no' (system property foundry.identity.prefetch) is not one of first-hit,"
                + " startup or never; the nearest is never");
    assertThat(arguments("").variable("FOUNDRY_IDENTITY_DRY_RUN", "no").problems())
        .containsExactly(
            "dry-run='no' (environment variable FOUNDRY_IDENTITY_DRY_RUN) is not one of false or"
                + " true; the nearest is false");
  }

  @Test
  void an_unknown_property_is_a_mistake() {
    assertThat(arguments("").property("foundry.identity.host", "x").problems())
        .containsExactly(
            "'host' (system property foundry.identity.host) is not a key of this agent; the nearest"
                + " valid one is hosts");
  }

  @Test
  void an_unknown_variable_is_a_warning() {
    Configuration configuration =
        arguments("hosts=h").variable("FOUNDRY_IDENTITY_HOST", "s3cret").read();
    assertThat(configuration.hasTargets()).isTrue();
    assertThat(configuration.warnings())
        .containsExactly(
            "'host' (environment variable FOUNDRY_IDENTITY_HOST) is not a key of this agent; the nearest"
                + " valid one is FOUNDRY_IDENTITY_HOSTS");
  }

  @Test
  void an_unknown_client_is_named_with_the_nearest() {
    assertThat(arguments("hosts=contoso.openai.azure.com,clients=-okhtp").problems())
        .singleElement()
        .asString()
        .contains("clients", "'okhtp'", "(agent argument)", "the nearest is okhttp");
  }

  @Test
  void another_programs_properties_and_variables_are_none_of_our_business() {
    assertThat(
            arguments("hosts=contoso.openai.azure.com")
                .property("foundry.identityx", "x")
                .variable("FOUNDRY_IDENTITY", "x")
                .read()
                .warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client-secret=s3cret",
        "hosts=h,api-key=s3cret",
        "https://me:s3cret@host",
        "hosts=https://me:s3cret@host",
        "hosts=h/?api-key=s3cret",
        "hosts=a,s3cret@host",
        "authority-host=https://me:s3cret@x.example/",
        "log-level=s3cret@x",
      })
  void no_message_shows_what_may_be_a_secret(String arguments) {
    assertThat(arguments(arguments).problems()).hasSize(1);
    assertThat(arguments(arguments).problems().toString()).doesNotContain("s3cret");
  }

  @Test
  void no_message_is_more_than_one_line() {
    assertThat(arguments("on-failure=a\nb\r\u2028c,x\n=1,hosts=a\nb").problems())
        .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\r", "\u2028"));
  }

  @Test
  void the_identity_endpoint_of_this_machine_is_no_target() {
    assertThat(
            arguments("hosts=http://127.0.0.1:41741")
                .variable("IDENTITY_ENDPOINT", "http://localhost:41741/msi/token")
                .problems())
        .containsExactly(
            "hosts (agent argument): 'http://127.0.0.1:41741' is the identity endpoint that"
                + " IDENTITY_ENDPOINT names, so no token is sent there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hosts=contoso.openai.azure.com",
        "hosts=contoso.openai.azure.com,credential=managed-identity,client-id=x",
        "rule.a.hosts=contoso.openai.azure.com",
      })
  void a_gateways_secret_is_no_token_for_an_agent(String arguments) {
    assertThat(
            arguments(arguments)
                .variable("IDENTITY_ENDPOINT", "http://127.0.0.1:4711/foundry-gateway/msi/token")
                .variable("FOUNDRY_RESOURCE_URL", "http://127.0.0.1:4711")
                .problems())
        .singleElement(as(STRING))
        .startsWith(
            "environment variable IDENTITY_ENDPOINT="
                + "'http://127.0.0.1:4711/foundry-gateway/msi/token' is that of a gateway")
        .contains("unset IDENTITY_ENDPOINT IDENTITY_HEADER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts=contoso.openai.azure.com,credential=azure-cli",
        "rule.a.hosts=contoso.openai.azure.com,rule.a.credential=environment",
        "enabled=false",
      })
  void an_identity_of_another_kind_does_not_ask_the_gateway(String arguments) {
    assertThat(
            arguments(arguments)
                .variable("IDENTITY_ENDPOINT", "http://127.0.0.1:4711/foundry-gateway/msi/token")
                .read())
        .isNotNull();
  }

  @Test
  void a_host_to_sign_in_at_is_named_with_its_source_and_the_reason() {
    assertThat(
            arguments("rule.a.hosts=h")
                .property("foundry.identity.hosts", "login.microsoft.com,*.login.microsoft.com")
                .problems())
        .containsExactly(
            "hosts (system property foundry.identity.hosts): 'login.microsoft.com' is an authority"
                + " host, as 'login' in its name says, so no token is sent there",
            "hosts (system property foundry.identity.hosts): '*.login.microsoft.com' is an"
                + " authority host, as 'login' in its name says, so no token is sent there");
  }

  @Test
  void an_identity_endpoint_is_none_either_where_an_applications_own_variable_names_it() {
    assertThat(
            arguments("")
                .variable("AZURE_OPENAI_ENDPOINT", "https://id.openai.azure.com/openai")
                .variable("AZURE_KUBERNETES_TOKEN_PROXY", "https://id.openai.azure.com/token")
                .problems())
        .containsExactly(
            "hosts (environment variable AZURE_OPENAI_ENDPOINT):"
                + " 'https://id.openai.azure.com/openai' is the token proxy that"
                + " AZURE_KUBERNETES_TOKEN_PROXY names, so no token is sent there");
    assertThat(
            arguments("authority-host=https://id.openai.azure.com")
                .variable("FOUNDRY_RESOURCE_URL", "https://id.openai.azure.com/")
                .problems())
        .hasSize(1)
        .first(as(STRING))
        .startsWith("hosts (environment variable FOUNDRY_RESOURCE_URL)")
        .contains("the authority host that authority-host names");
  }

  @Test
  void the_authority_of_one_rule_is_no_target_of_another() {
    assertThat(
            arguments(
                    "hosts=login.example,rule.z.hosts=b.example,"
                        + "rule.z.authority-host=https://login.example/")
                .problems())
        .containsExactly(
            "hosts (agent argument): 'login.example' is the authority host that"
                + " rule.z.authority-host names, so no token is sent there");
  }

  @Test
  void an_authority_from_azures_own_variable_is_checked_too() {
    assertThat(
            arguments("hosts=a,rule.b.hosts=b")
                .variable("AZURE_AUTHORITY_HOST", "http://login.example")
                .problems())
        .contains(
            "authority-host='http://login.example' (environment variable AZURE_AUTHORITY_HOST) is"
                + " not an https URL such as https://login.microsoftonline.us/");
  }

  @ParameterizedTest
  @CsvSource({
    "credential, managedidentity, managed-identity",
    "credential, msi, managed-identity",
    "credential, MI, managed-identity",
    "credential, ManagedIdentityCredential, managed-identity",
    "credential, cli, azure-cli",
    "credential, az, azure-cli",
    "credential, azd, azure-developer-cli",
    "credential, service_principal, environment",
    "enabled, off, false",
    "dry-run, yes, true",
    "on-failure, throw, fail",
    "log-level, none, off",
    "prefetch, eager, startup",
  })
  void the_nearest_value_is_the_one_that_means_the_same(String key, String value, String meant) {
    assertThat(arguments(key + "=" + value).problems())
        .singleElement()
        .asString()
        .endsWith("; the nearest is " + meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef0123456789abcdef",
        "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4Iiwic2VjcmV0IjoxfQ.c2lnbmF0dXJl",
        "9aBcD1eFgH2iJkL3mNoP4qRsT5uVwX6yZ7aBcD8eFgH9iJkL0mNoP1qRsT2uVwX3yZ4aBcD5eFgH6iJkL7mN",
        "Zk18Q~8sd7fGh2kLmN4pQrStUvWxYz0123456",
        "a1B2c3D4e5/F6g7H8i9+J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6==",
      })
  void a_secret_in_the_place_of_another_value_is_not_shown(String secret) {
    for (String key :
        new String[] {
          "credential", "client-id", "tenant-id", "object-id", "log-level", "on-failure",
          "token-wait", "keep-headers", "clients", "resource-id", "authority-host", "enabled"
        }) {
      assertThat(arguments(key + "=" + secret).problems())
          .as(key)
          .isNotEmpty()
          .allSatisfy(
              line -> {
                for (int i = 0; i + 8 <= secret.length(); i++) {
                  assertThat(line).doesNotContain(secret.substring(i, i + 8));
                }
              });
    }
  }
}
