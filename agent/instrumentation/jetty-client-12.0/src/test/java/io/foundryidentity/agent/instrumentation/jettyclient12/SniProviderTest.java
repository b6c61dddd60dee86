package io.foundryidentity.agent.instrumentation.jettyclient12;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import java.util.List;
import javax.net.ssl.SNIHostName;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;

/** The setting by which an application names another server to TLS. */
class SniProviderTest {

  @Test
  void a_provider_of_another_server_name_brings_no_token() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JettyClient12Instrumentation());
    SslContextFactory.Client tls = TestedJetty.tls(network.trust());
    tls.setSNIProvider((engine, names) -> List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
    HttpClient client = TestedJetty.client(false, tls, new ClientConnector());
    client.start();
    try {
      assertThat(client.GET(network.impostor("/echo")).getStatus()).isEqualTo(200);
    } finally {
      client.stop();
    }
    assertThat(network.impostor().requests())
        .hasSize(1)
        .allMatch(request -> !request.headers().contains("authorization"));
    assertThat(network.authorizer().unproven()).hasSize(1);
    assertThat(network.authorizer().failures()).isEmpty();
  }
}
