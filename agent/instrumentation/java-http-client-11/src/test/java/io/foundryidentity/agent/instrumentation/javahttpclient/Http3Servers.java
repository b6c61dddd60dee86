package io.foundryidentity.agent.instrumentation.javahttpclient;

import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.http3.Http3Front;

/**
 * HTTP/3 on the ports of the network's servers, with the certificates that they have over TCP.
 *
 * <p>Nothing of Java 26 is named, as the tests are compiled with the Java that builds.
 */
final class Http3Servers implements AutoCloseable {

  private final Http3Front foundry;
  private final Http3Front stranger;
  private final Http3Front impostor;

  Http3Servers(TestNetwork network) {
    CertificateAuthority authority = network.simulator().certificates();
    foundry =
        Http3Front.open(
            authority.serverKeys(), network.foundry().port(), network.foundry().plainPort());
    stranger =
        Http3Front.open(
            authority.serverKeys(), network.stranger().port(), network.stranger().plainPort());
    impostor =
        Http3Front.open(
            authority.keysNamed(CertificateAuthority.IMPOSTOR),
            network.impostor().port(),
            network.impostor().plainPort());
  }

  @Override
  public void close() {
    foundry.close();
    stranger.close();
    impostor.close();
  }
}
