package io.foundryidentity.agent.instrumentation.jettyclient12;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

/** Public, as its endpoint is. */
public class WebSocketTest extends HandshakeCases {

  @Override
  Object endpoint() {
    return new Quiet();
  }

  @Test
  void a_refused_handshake_is_tried_once_more() throws Exception {
    network.foundry().refuseNext(1);
    connect(network.target(REALTIME));
    assertThat(network.foundry().requests()).hasSize(2);
    assertSigned(network.foundry().requests().get(0), 0);
    assertSigned(network.foundry().requests().get(1), 1);
  }

  /** Public, as Jetty looks for its methods by reflection. */
  public static final class Quiet implements Session.Listener.AutoDemanding {}
}
