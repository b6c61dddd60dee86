package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/**
 * The JDK's client over HTTP/3, which Java 26 brought. Plain http and requests through a proxy go
 * over TCP, as that client has no HTTP/3 there.
 *
 * <p>Its QUIC takes no trust manager of an application's own, so a client that compares no names is
 * one of a JVM with {@code jdk.internal.httpclient.disableHostnameVerification}; the module's build
 * sets it.
 */
final class Http3Test extends HttpClientConformance {

  private static Http3Servers servers;

  private SSLContext trust;

  @BeforeAll
  static void listen() {
    servers = new Http3Servers(TestNetwork.fresh());
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Override
  protected TestedClient client(SSLContext trust) {
    this.trust = trust;
    return new JavaClient(trust, HttpClient.Version.valueOf("HTTP_3"), false);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext unused) {
    return client(trust);
  }

  /**
   * Else a case could have passed over HTTP/2, which the client takes where HTTP/3 fails. A call
   * that ends while it connects is such a failure; the next one may go over HTTP/2.
   */
  @AfterEach
  void what_came_without_a_proxy_came_over_http_3(TestInfo test) {
    if (network().proxy().requests().isEmpty() && !test.getTags().contains("late-token")) {
      assertThat(received(network()))
          .filteredOn(request -> request.scheme().equals("https"))
          .extracting(ReceivedRequest::version)
          .allMatch("HTTP/3"::equals);
    }
  }

  private static List<ReceivedRequest> received(TestNetwork network) {
    List<ReceivedRequest> all = new ArrayList<>(network.foundry().requests());
    all.addAll(network.stranger().requests());
    all.addAll(network.impostor().requests());
    return all;
  }
}
