package io.foundryidentity.agent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;

/** The realtime API's handshake; 3.5 and later. */
class WebSocketTest extends SignedFoundry {

  @Test
  void a_handshake_is_signed() throws Exception {
    CompletableFuture<Integer> opened = new CompletableFuture<>();
    OkHttpClient client = new OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build();
    Request request =
        OkHttpTest.request(https() + "/openai/v1/realtime?model=gpt-realtime").build();
    client.newWebSocket(
        request,
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response response) {
            opened.complete(response.code());
            socket.close(1000, null);
          }

          @Override
          public void onFailure(WebSocket socket, Throwable failure, Response response) {
            opened.completeExceptionally(failure);
          }
        });
    assertThat(opened.get(60, TimeUnit.SECONDS)).isEqualTo(101);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
    assertThat(lastRequest().headers().contains("api-key")).isFalse();
  }
}
