package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an application of the same JVM has done to its own TLS. */
class TrustTest {

  private static final String NO_HOSTS = "jdk.internal.httpclient.disableHostnameVerification";

  private static SSLContext before;

  @BeforeAll
  static void trust_everybody() throws Exception {
    System.setProperty(NO_HOSTS, "true");
    before = SSLContext.getDefault();
  }

  @AfterAll
  static void restore() {
    System.clearProperty(NO_HOSTS);
    SSLContext.setDefault(before);
  }

  @Test
  void an_application_that_trusts_everybody_does_not_make_the_gateway_do_so() throws Exception {
    SSLContext everybody = SSLContext.getInstance("TLS");
    everybody.init(null, new TrustManager[] {new Everybody()}, null);
    SSLContext.setDefault(everybody);
    TestNetwork network = TestNetwork.fresh();
    try (Gateway gateway = Gateway.open(network.authorizer(), 0)) {
      assertThat(ask(gateway, network.target("").toString())).isEqualTo(502);
    }
    assertThat(network.foundry().requests()).isEmpty();
  }

  @Test
  void an_application_that_compares_no_names_does_not_make_the_gateway_do_so() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    OpenGateway.trust(network.simulator().certificates());
    try (Gateway gateway = Gateway.open(new BareTarget.Signer(), 0)) {
      int port = network.foundry().port();
      assertThat(ask(gateway, "https://127.0.0.2:" + port)).isEqualTo(502);
      assertThat(ask(gateway, "https://localhost:" + port)).as("its own name").isEqualTo(401);
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
    }
  }

  private static int ask(Gateway gateway, String target) throws IOException {
    Route route = gateway.route(TargetParser.parse(target));
    return RawClient.ask(
            gateway.port(),
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:"
                + gateway.port()
                + "\r\napi-key: "
                + route.secret()
                + "\r\n\r\n")
        .status();
  }

  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
