package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.ClientCertificate;
import io.foundryidentity.agent.core.token.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateConfigurationTest {

  private static final String IDS =
      "client-id=aaaaaaaa-2222-3333-4444-555555555555,tenant-id=contoso.onmicrosoft.com,";

  @Test
  void a_certificate_has_a_file_and_optionally_a_password_file_and_its_chain() {
    assertThat(certificate("certificate-file=/etc/app.pem"))
        .isEqualTo(new ClientCertificate("/etc/app.pem", null, false));
    assertThat(
            certificate(
                "certificate-file=/etc/a,b=c.pfx,certificate-password-file=/etc/p,send-certificate-chain=TRUE"))
        .isEqualTo(new ClientCertificate("/etc/a,b=c.pfx", "/etc/p", true));
  }

  private static ClientCertificate certificate(String keys) {
    return identity(arguments("hosts=a.example,credential=certificate," + IDS + keys))
        .certificate();
  }

  private static Identity identity(GivenSources sources) {
    return sources.read().rules().get(0).identity();
  }

  @Test
  void azures_variables_are_its_defaults() {
    GivenSources sources =
        arguments("hosts=a.example,credential=certificate")
            .variable("AZURE_CLIENT_ID", "aaaaaaaa-2222-3333-4444-555555555555")
            .variable("AZURE_TENANT_ID", "contoso.onmicrosoft.com")
            .variable("AZURE_CLIENT_CERTIFICATE_PATH", "/azure.pem")
            .variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "1");
    assertThat(identity(sources).certificate())
        .isEqualTo(new ClientCertificate("/azure.pem", null, true));
    assertThat(
            identity(sources.variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "yes")).certificate())
        .isEqualTo(new ClientCertificate("/azure.pem", null, false));
    assertThat(Origins.read(sources))
        .extracting(origin -> origin.key() + origin.value() + origin.source())
        .anyMatch(line -> line.contains("certificate-file") && line.contains("/azure.pem"));
  }

  @Test
  void another_credential_does_not_take_azures_variables_as_keys() {
    GivenSources sources =
        arguments("hosts=a.example").variable("AZURE_CLIENT_CERTIFICATE_PATH", "/azure.pem");
    assertThat(identity(sources).certificate()).isNull();
    assertThat(Origins.read(sources))
        .extracting(origin -> origin.key() + origin.value() + origin.source())
        .noneMatch(line -> line.contains("certificate"));
  }

  @Test
  void each_rule_has_its_own_certificate() {
    Configuration configuration =
        arguments(
                "hosts=a.example,rule.b.hosts=b.example,rule.b.credential=certificate,rule.b.certificate-file=/b.pem,"
                    + "rule.b.client-id=aaaaaaaa-2222-3333-4444-555555555555,rule.b.tenant-id=b.example")
            .read();
    assertThat(configuration.rules().get(0).identity().certificate()).isNull();
    assertThat(configuration.rules().get(1).identity().certificate())
        .isEqualTo(new ClientCertificate("/b.pem", null, false));
  }

  @Test
  void another_certificate_is_another_identity() {
    Identity plain = new Identity("certificate", "c", "t", null, null, null);
    Identity first = plain.with(new ClientCertificate("/a", null, false));
    assertThat(first)
        .isNotEqualTo(plain)
        .isNotEqualTo(plain.with(new ClientCertificate("/b", null, false)))
        .isNotEqualTo(plain.with(new ClientCertificate("/a", "/p", false)))
        .isNotEqualTo(plain.with(new ClientCertificate("/a", null, true)))
        .isEqualTo(plain.with(new ClientCertificate("/a", null, false)))
        .hasSameHashCodeAs(plain.with(new ClientCertificate("/a", null, false)))
        .hasToString("certificate client-id=c tenant-id=t certificate-file=/a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IDS credential=certificate | credential='certificate' (agent argument) needs certificate-file: set it to the path of a PEM or PFX file with the certificate and its private key",
        "tenant-id=a.example,credential=certificate,certificate-file=/a | credential='certificate' (agent argument) needs client-id: set it to the client id of the app registration",
        "client-id=aaaaaaaa-2222-3333-4444-555555555555,credential=certificate,certificate-file=/a | credential='certificate' (agent argument) needs tenant-id: set it to the tenant of the app registration",
        "IDS rule.a.hosts=a.example,rule.a.credential=certificate,rule.a.client-id=aaaaaaaa-2222-3333-4444-555555555555,rule.a.tenant-id=a.example | rule.a.credential='certificate' (agent argument) needs rule.a.certificate-file: set it to the path of a PEM or PFX file with the certificate and its private key",
        "certificate-file=/a | certificate-file='/a' (agent argument) has no effect with credential=default: remove it, or set credential=certificate",
        "certificate-password-file=/a,credential=environment | certificate-password-file='/a' (agent argument) has no effect with credential='environment' (agent argument): remove it, or set credential=certificate",
        "rule.a.hosts=a.example,rule.a.send-certificate-chain=true | rule.a.send-certificate-chain='true' (agent argument) has no effect with rule.a.credential=default: remove it, or set rule.a.credential=certificate",
        "IDS credential=certificate,certificate-file=pkcs11:object=a | certificate-file='pkcs11:object=a' (agent argument) is a key on a PKCS#11 device, which this agent does not support: it needs a PEM or PFX file with the certificate and its private key",
        "IDS credential=certificate,certificate-file=/a,send-certificate-chain=yes | send-certificate-chain='yes' (agent argument) is not one of true or false",
        "IDS credential=cert,certificate-file=/a | credential='cert' (agent argument) is not one of default, managed-identity, workload-identity, environment, certificate, azure-cli, azure-powershell, azure-developer-cli, federated or agent-identity; the nearest is certificate",
        "certificate-path=/a | 'certificate-path' (agent argument) is not a key of this agent; the nearest valid one is certificate-file",
        "cert-password=s3cret | 'cert-password' (agent argument) is not a key of this agent; the nearest valid one is certificate-password-file (the path of a file), or set AZURE_CLIENT_CERTIFICATE_PASSWORD",
        "send-x5c=true | 'send-x5c' (agent argument) is not a key of this agent; the nearest valid one is send-certificate-chain",
      })
  void each_mistake_names_its_key(String given, String line) {
    assertThat(arguments("hosts=h.example," + given.replace("IDS ", IDS)).problems())
        .contains(line)
        .allMatch(problem -> !problem.contains("s3cret"));
  }
}
