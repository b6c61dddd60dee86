package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.http3.Http3Front;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Servers that a target names for HTTP/3 in its {@code Alt-Svc}. The target speaks HTTP/1.1 over
 * TCP itself, and its name with any other port is no target.
 *
 * <p>The tests run in a JVM that compares no names, so the client goes wherever it is sent.
 */
final class Http3AlternativesTest {

  private static final Version HTTP_3 = Version.valueOf("HTTP_3");

  private final TestNetwork network = TestNetwork.fresh();
  private HttpsServer origin;
  private Http3Front alternative;

  @BeforeEach
  void listen() throws IOException {
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
    origin = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.setHttpsConfigurator(new HttpsConfigurator(authority().serverNamed("localhost")));
    origin.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Alt-Svc", "h3=\":" + network.stranger().port() + "\"; ma=60");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    origin.start();
    network.alsoTarget("https://localhost:" + origin.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    origin.stop(0);
    alternative.close();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void one_that_proves_the_targets_name_gets_the_token() throws Exception {
    alternative("localhost");
    ReceivedRequest request = atAlternative();
    assertThat(request.headers().all("authorization").equals(List.of(token()))).isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void one_with_a_certificate_for_another_name_gets_what_the_application_wrote() throws Exception {
    alternative(CertificateAuthority.IMPOSTOR);
    assertAsWritten(atAlternative());
    assertThat(network.authorizer().unproven())
        .containsExactly("the server's certificate is for impostor.test, not for localhost");
  }

  /** The JDK accepts a certificate for either name then. */
  @Test
  void a_server_name_of_the_applications_own_brings_no_token() throws Exception {
    alternative(CertificateAuthority.IMPOSTOR);
    network.alsoTarget("https://localhost:" + network.stranger().port());
    SSLParameters parameters = new SSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
    HttpClient client =
        HttpClient.newBuilder().sslContext(network.trust()).sslParameters(parameters).build();
    client.send(to(network.otherPort("/echo"), HTTP_3), BodyHandlers.ofString());
    assertThat(network.stranger().requests()).hasSize(1);
    assertThat(network.stranger().requests().get(0).version()).isEqualTo("HTTP/3");
    assertAsWritten(network.stranger().requests().get(0));
  }

  /** On the stranger's port, which no rule names. */
  private void alternative(String name) {
    alternative =
        Http3Front.open(
            authority().keysNamed(name), network.stranger().port(), network.stranger().plainPort());
  }

  private ReceivedRequest atAlternative() throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(network.trust()).build();
    URI target = URI.create("https://localhost:" + origin.getAddress().getPort() + "/echo");
    // The answer to the first names the alternative, to which the second goes
    client.send(to(target, Version.HTTP_1_1), BodyHandlers.ofString());
    assertThat(client.send(to(target, HTTP_3), BodyHandlers.ofString()).version())
        .isEqualTo(HTTP_3);
    assertThat(network.stranger().requests()).hasSize(1);
    return network.stranger().requests().get(0);
  }

  private static HttpRequest to(URI target, Version version) {
    return HttpRequest.newBuilder(target)
        .version(version)
        .header("Authorization", "Bearer placeholder")
        .header("api-key", "placeholder-key")
        .build();
  }

  private static void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().all("authorization")).containsExactly("Bearer placeholder");
    assertThat(request.headers().all("api-key")).containsExactly("placeholder-key");
  }

  private String token() {
    return network.authorizer().values().get(0);
  }

  private CertificateAuthority authority() {
    return network.simulator().certificates();
  }
}
