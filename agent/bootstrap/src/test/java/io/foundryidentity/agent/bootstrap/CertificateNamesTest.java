package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {

  @ParameterizedTest
  @CsvSource({
    "contoso.openai.azure.com, contoso.openai.azure.com",
    "Contoso.OpenAI.azure.com, contoso.openai.azure.com",
    "contoso.openai.azure.com., contoso.openai.azure.com",
    "contoso.openai.azure.com, contoso.openai.azure.com.",
    "*.openai.azure.com, contoso.openai.azure.com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "localhost, localhost"
  })
  void a_dns_name_is_for_its_host(String name, String host) throws Exception {
    assertThat(CertificateNames.areFor(new NamedCertificate(dns(name)), host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "other.example, contoso.openai.azure.com",
    "openai.azure.com, contoso.openai.azure.com",
    "contoso.openai.azure.com.evil.example, contoso.openai.azure.com",
    "*.azure.com, contoso.openai.azure.com",
    "*.openai.azure.com, openai.azure.com",
    "*.openai.azure.com, .openai.azure.com",
    "con*.openai.azure.com, contoso.openai.azure.com",
    "*toso.openai.azure.com, contoso.openai.azure.com",
    "contoso.*.azure.com, contoso.openai.azure.com",
    "*.*.azure.com, contoso.openai.azure.com",
    "*, localhost",
    "*.com, contoso.com",
    "'', contoso.openai.azure.com",
    "., contoso.openai.azure.com"
  })
  void another_dns_name_is_not(String name, String host) throws Exception {
    assertThat(CertificateNames.areFor(new NamedCertificate(dns(name)), host)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "::1, ::1",
    "0:0:0:0:0:0:0:1, [::1]",
    "2001:db8:0:0:0:0:0:1, [2001:DB8::1]"
  })
  void an_address_is_for_its_literal(String address, String host) throws Exception {
    assertThat(CertificateNames.areFor(new NamedCertificate(ip(address)), host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.2, 127.0.0.1", "::2, ::1", "127.0.0.1, localhost"})
  void another_address_is_not(String address, String host) throws Exception {
    assertThat(CertificateNames.areFor(new NamedCertificate(ip(address)), host)).isFalse();
  }

  @Test
  void a_dns_name_that_looks_like_an_address_is_for_no_address() throws Exception {
    assertThat(CertificateNames.areFor(new NamedCertificate(dns("127.0.0.1")), "127.0.0.1"))
        .isFalse();
    assertThat(CertificateNames.areFor(new NamedCertificate(dns("*.0.0.1")), "127.0.0.1"))
        .isFalse();
  }

  @Test
  void other_kinds_of_names_and_the_common_name_are_for_nobody() throws Exception {
    List<?> uri = Arrays.asList(6, "https://contoso.openai.azure.com");
    List<?> mail = Arrays.asList(1, "contoso.openai.azure.com");
    List<?> other = Arrays.asList(0, new byte[] {1});
    assertThat(
            CertificateNames.areFor(
                new NamedCertificate(uri, mail, other), "contoso.openai.azure.com"))
        .isFalse();
    assertThat(CertificateNames.areFor(new NamedCertificate(), "contoso.openai.azure.com"))
        .isFalse();
  }

  @Test
  void one_of_several_names_is_enough() throws Exception {
    NamedCertificate certificate = new NamedCertificate(dns("a.example"), dns("b.example"));
    assertThat(CertificateNames.areFor(certificate, "b.example")).isTrue();
  }

  @Test
  void a_message_shows_the_first_names_in_plain_characters() throws Exception {
    assertThat(CertificateNames.shown(new NamedCertificate())).isEqualTo("no host");
    assertThat(CertificateNames.shown(new NamedCertificate(dns("a.example"), ip("127.0.0.1"))))
        .isEqualTo("a.example, 127.0.0.1");
    assertThat(CertificateNames.shown(new NamedCertificate(dns("a\r\nfoundry-identity\u001b[2J"))))
        .isEqualTo("a??foundry-identity?[2J");
    assertThat(
            CertificateNames.shown(
                new NamedCertificate(Collections.nCopies(5, dns("a")).toArray(new List<?>[0]))))
        .isEqualTo("a, a, a, ...");
    assertThat(CertificateNames.shown(new NamedCertificate(dns("a".repeat(5000))))).hasSize(100);
  }

  private static List<?> dns(String name) {
    return Arrays.asList(2, name);
  }

  private static List<?> ip(String address) {
    return Arrays.asList(7, address);
  }
}
