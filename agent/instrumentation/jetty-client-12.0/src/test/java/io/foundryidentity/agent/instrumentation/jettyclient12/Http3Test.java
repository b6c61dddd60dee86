package io.foundryidentity.agent.instrumentation.jettyclient12;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.http3.Http3Front;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http3.client.HTTP3Client;
import org.eclipse.jetty.http3.client.transport.HttpClientTransportOverHTTP3;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;

/** A transport that shows no connection. */
class Http3Test {

  @Test
  void a_target_over_http_3_gets_what_the_application_wrote_and_one_line() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JettyClient12Instrumentation());
    HTTP3Client http3 = new HTTP3Client();
    // Its TLS is quiche's, which takes no context of the JDK's
    http3.getClientConnector().setSslContextFactory(new SslContextFactory.Client(true));
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP3(http3));
    client.start();
    try (Http3Front server =
        Http3Front.open(
            network.simulator().certificates().serverKeys(),
            network.foundry().port(),
            network.foundry().plainPort())) {
      client
          .newRequest(network.target("/echo"))
          .headers(headers -> headers.put("Authorization", "Bearer placeholder"))
          .send();
      assertThat(server.connections()).isEqualTo(1);
    } finally {
      client.stop();
    }
    assertThat(network.foundry().requests()).hasSize(1);
    ReceivedRequest received = network.foundry().requests().get(0);
    assertThat(received.version()).isEqualTo("HTTP/3");
    assertThat(received.headers().all("authorization")).containsExactly("Bearer placeholder");
    assertThat(network.authorizer().unproven())
        .containsExactly("Jetty's transport for HTTP/3 or FastCGI does not show its connection");
    assertThat(network.authorizer().failures()).isEmpty();
  }
}
