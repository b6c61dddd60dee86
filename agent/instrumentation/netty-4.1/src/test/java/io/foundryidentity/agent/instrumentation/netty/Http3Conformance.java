package io.foundryidentity.agent.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.http3.Http3Front;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Reactor Netty over HTTP/3, whose servers have the ports of those over TCP. */
abstract class Http3Conformance extends HttpClientConformance {

  private static final List<Http3Front> SERVERS = new ArrayList<>();

  @BeforeAll
  static void listen() {
    TestNetwork network = TestNetwork.fresh();
    CertificateAuthority authority = network.simulator().certificates();
    SERVERS.add(
        Http3Front.open(
            authority.serverKeys(), network.foundry().port(), network.foundry().plainPort()));
    SERVERS.add(
        Http3Front.open(
            authority.serverKeys(), network.stranger().port(), network.stranger().plainPort()));
    SERVERS.add(
        Http3Front.open(
            authority.keysNamed(CertificateAuthority.IMPOSTOR),
            network.impostor().port(),
            network.impostor().plainPort()));
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(Http3Front::close);
    SERVERS.clear();
  }

  abstract NettyVersion netty();

  @Override
  protected final TestedClient client(SSLContext plain) {
    return netty().client("Http3Client", plain, null);
  }

  @Override
  protected final TestedClient impatientClient(SSLContext plain) {
    return netty().client("Http3Client", plain, Duration.ofSeconds(1));
  }

  @AfterEach
  final void what_came_over_tls_came_over_http_3() {
    List<ReceivedRequest> all = new ArrayList<>(network().foundry().requests());
    all.addAll(network().stranger().requests());
    all.addAll(network().impostor().requests());
    assertThat(all)
        .filteredOn(request -> request.scheme().equals("https"))
        .extracting(ReceivedRequest::version)
        .allMatch("HTTP/3"::equals);
  }
}
