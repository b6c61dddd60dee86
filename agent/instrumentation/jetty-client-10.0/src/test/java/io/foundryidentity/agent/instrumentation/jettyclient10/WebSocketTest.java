package io.foundryidentity.agent.instrumentation.jettyclient10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.junit.jupiter.api.Test;

class WebSocketTest extends HandshakeCases {

  @Override
  Object endpoint() {
    return new WebSocketAdapter();
  }

  @Test
  void after_a_refused_handshake_the_next_one_heals() throws Exception {
    network.foundry().refuseNext(1);
    Throwable refused = catchThrowable(() -> connect(network.target(REALTIME)));
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(refused).isNotNull();
    connect(network.target(REALTIME));
    assertThat(network.foundry().requests()).hasSize(2);
    assertSigned(network.foundry().requests().get(1), 1);
  }
}
