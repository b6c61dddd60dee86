package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.Identity;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ConnectionDiagnosisTest {

  private static final Identity IDENTITY = new Identity("default", null, null, null, null, null);

  private static Explanation explain(IOException failure, Boolean inside, String proxy) {
    Asked asked = new Asked("contoso.openai.azure.com", "/", "s", "", IDENTITY, inside);
    return ConnectionDiagnosis.explain(new IOException("wrapped", failure), asked, 443, proxy);
  }

  private static Explanation explain(IOException failure) {
    return explain(failure, null, null);
  }

  @Test
  void a_name_that_does_not_resolve_may_lack_its_private_zone() {
    Explanation explanation = explain(new UnknownHostException("contoso"));

    assertThat(explanation.cause()).isEqualTo(Cause.NAME_UNKNOWN);
    assertThat(explanation.words()).contains("privatelink.openai.azure.com");
    assertThat(explanation.remedies()).contains("nslookup contoso.openai.azure.com");
  }

  @Test
  void a_proxy_whose_name_does_not_resolve_is_the_one_that_is_named() {
    assertThat(explain(new UnknownHostException("p"), null, "proxy.example:3128").remedies())
        .containsExactly("nslookup proxy.example");
  }

  @Test
  void a_private_address_that_does_not_answer_is_a_private_endpoint() {
    SocketTimeoutException timeout = new SocketTimeoutException("connect timed out");

    assertThat(explain(timeout, true, null).words()).contains("private endpoint");
    assertThat(explain(timeout, false, null).words()).contains("firewall");
    assertThat(explain(timeout).cause()).isEqualTo(Cause.NO_ANSWER);
  }

  @Test
  void a_proxy_that_java_does_not_read_comes_with_the_flags_for_it() {
    Asked asked = new Asked("contoso.openai.azure.com", "/", "s", "", IDENTITY, null);
    Explanation explanation =
        ConnectionDiagnosis.variableOnly(
            asked.in(Shell.POSIX), "proxy.example:3128", "UnknownHostException: contoso");

    assertThat(explanation.cause()).isEqualTo(Cause.PROXY_VARIABLE_ONLY);
    assertThat(explanation.remedies())
        .containsExactly("-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128");
  }

  @Test
  void tls_that_is_not_trusted_is_told_from_a_wrong_name() {
    SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
    SSLHandshakeException wrong =
        new SSLHandshakeException("No subject alternative DNS name matching x found.");

    assertThat(explain(untrusted).cause()).isEqualTo(Cause.TLS_UNTRUSTED);
    assertThat(explain(wrong).cause()).isEqualTo(Cause.TLS_WRONG_NAME);
    assertThat(explain(new SSLHandshakeException("Remote host terminated")).cause())
        .isEqualTo(Cause.TLS_FAILED);
  }

  @Test
  void the_rest_says_who_did_not_listen_or_broke_off() {
    assertThat(explain(new ConnectException("Connection refused")).words())
        .contains("contoso.openai.azure.com:443");
    assertThat(explain(new ConnectException("x"), null, "proxy.example:1").words())
        .contains("the proxy proxy.example:1");
    assertThat(explain(new SocketException("Connection reset")).cause())
        .isEqualTo(Cause.CONNECTION_FAILED);
  }
}
