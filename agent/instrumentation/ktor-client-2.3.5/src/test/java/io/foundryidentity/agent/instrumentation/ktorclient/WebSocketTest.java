package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.ktor.client.HttpClient;
import io.ktor.client.plugins.websocket.BuildersKt;
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession;
import io.ktor.client.plugins.websocket.WebSockets;
import java.net.URI;
import kotlin.Unit;
import kotlinx.coroutines.CoroutineScopeKt;
import org.junit.jupiter.api.Test;

/** The realtime API's handshake. */
class WebSocketTest extends SignedFoundry {

  private static final String REALTIME = "/openai/v1/realtime?model=gpt-realtime";

  @Test
  void a_handshake_is_signed() throws Exception {
    open(network().target(REALTIME));
    assertSigned(network().foundry().requests().get(0));
  }

  @Test
  void a_handshake_with_a_stranger_is_not_signed() throws Exception {
    open(network().stranger(REALTIME));
    assertAsWritten(network().stranger().requests().get(0));
  }

  private void open(URI https) throws InterruptedException {
    HttpClient client =
        closed(
            Requests.client(
                Requests.trust(network()),
                cio -> {},
                config -> config.install(WebSockets.Plugin, sockets -> Unit.INSTANCE)));
    String wss = https.toString().replaceFirst("https", "wss");
    DefaultClientWebSocketSession session =
        Requests.block(
            continuation ->
                BuildersKt.webSocketSession(
                    client,
                    wss,
                    request -> {
                      request.getHeaders().append("api-key", "placeholder-key");
                      return Unit.INSTANCE;
                    },
                    continuation));
    assertThat(session.getCall().getResponse().getStatus().getValue()).isEqualTo(101);
    CoroutineScopeKt.cancel(session, null);
  }
}
