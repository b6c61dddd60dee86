package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.simulator.Simulator;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class TrustTest {

  @Test
  void an_application_that_trusts_everybody_does_not_make_the_agent_do_so() throws Exception {
    SSLContext before = SSLContext.getDefault();
    SSLSocketFactory factory = HttpsURLConnection.getDefaultSSLSocketFactory();
    HostnameVerifier verifier = HttpsURLConnection.getDefaultHostnameVerifier();
    try (Simulator simulator = Simulator.builder().start()) {
      // The application's defaults accept this server; the agent uses the JVM's trust store
      SSLContext trusting = simulator.certificates().sslContext();
      SSLContext.setDefault(trusting);
      HttpsURLConnection.setDefaultSSLSocketFactory(trusting.getSocketFactory());
      HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
      String url = simulator.identity().authority().toString();
      assertThat(((HttpsURLConnection) new java.net.URL(url).openConnection()).getResponseCode())
          .isGreaterThanOrEqualTo(400);

      Duration limit = Duration.ofSeconds(30);
      Connector connector = new Connector(new ProxyLookup(Map.of()), limit, limit);
      HttpRequest request = new HttpRequest(HttpMethod.GET, url);
      assertThatThrownBy(
              () -> new DirectHttpClient(connector, limit).sendSync(request, Context.NONE))
          .cause()
          .hasCauseInstanceOf(SSLHandshakeException.class);
    } finally {
      SSLContext.setDefault(before);
      HttpsURLConnection.setDefaultSSLSocketFactory(factory);
      HttpsURLConnection.setDefaultHostnameVerifier(verifier);
    }
  }
}
