package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webclient.websocket.WsClient;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The realtime API's handshake. */
class WebSocketTest extends SignedFoundry {

  @Test
  void a_handshake_is_signed() throws Exception {
    assertThat(connect().get(60, TimeUnit.SECONDS)).isTrue();
    assertSigned(lastRequest());
  }

  @Test
  void a_refused_handshake_is_sent_once_more() throws Exception {
    network().foundry().refuseNext(1);
    assertThat(connect().get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(atFoundry()).hasSize(2);
    assertSigned(lastRequest());
  }

  private CompletableFuture<Boolean> connect() {
    CompletableFuture<Boolean> opened = new CompletableFuture<>();
    WsClient.builder()
        .tls(tls())
        .addHeader("api-key", "placeholder-key")
        .shareConnectionCache(false)
        .build()
        .connect(
            URI.create(
                "wss://localhost:"
                    + network().foundry().port()
                    + "/openai/v1/realtime?model=gpt-realtime"),
            new WsListener() {
              @Override
              public void onOpen(WsSession session) {
                opened.complete(true);
                session.close(1000, "enough");
              }
            });
    return opened;
  }
}
