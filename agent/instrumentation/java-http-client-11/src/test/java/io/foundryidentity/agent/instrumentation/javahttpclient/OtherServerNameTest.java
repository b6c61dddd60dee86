package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application that calls an address and asks TLS for a server name of its own: the JDK then
 * accepts a certificate for either.
 */
class OtherServerNameTest {

  private final TestNetwork network = TestNetwork.fresh();

  @ParameterizedTest
  @EnumSource
  void a_certificate_for_the_name_that_the_parameters_ask_for_brings_no_token(
      HttpClient.Version version) throws Exception {
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
    SSLParameters parameters = new SSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
    HttpClient client =
        HttpClient.newBuilder()
            .version(version)
            .sslContext(network.trust())
            .sslParameters(parameters)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(network.impostorByAddress("/echo"))
            .header("Authorization", "Bearer placeholder")
            .build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(network.impostor().requests()).hasSize(1);
    assertThat(network.impostor().requests().get(0).headers().all("authorization"))
        .containsExactly("Bearer placeholder");
    assertThat(network.authorizer().unproven())
        .containsExactly("the server's certificate is for impostor.test, not for 127.0.0.1");
  }
}
