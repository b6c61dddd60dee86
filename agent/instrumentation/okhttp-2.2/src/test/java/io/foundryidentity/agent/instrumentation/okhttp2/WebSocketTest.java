package io.foundryidentity.agent.instrumentation.okhttp2;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.okhttp.OkHttpClient;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.Response;
import com.squareup.okhttp.ResponseBody;
import com.squareup.okhttp.ws.WebSocket;
import com.squareup.okhttp.ws.WebSocketCall;
import com.squareup.okhttp.ws.WebSocketListener;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** The realtime API's handshake, with {@code okhttp-ws}. */
class WebSocketTest {

  @Test
  void a_handshake_is_signed() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new OkHttp2Instrumentation());
    OkHttpClient client = new OkHttpClient();
    client.setSslSocketFactory(network.trust().getSocketFactory());
    Request request =
        new Request.Builder()
            .url(network.target("/openai/v1/realtime?model=gpt-realtime").toString())
            .header("api-key", "placeholder-key")
            .build();
    Opened opened = new Opened();
    WebSocketCall.create(client, request).enqueue(opened);
    assertThat(opened.status.get(60, TimeUnit.SECONDS)).isEqualTo(101);
    ReceivedRequest handshake = network.foundry().requests().get(0);
    assertThat(handshake.headers().all("authorization"))
        .containsExactlyElementsOf(network.authorizer().values());
    assertThat(handshake.headers().contains("api-key")).isFalse();
  }

  private static final class Opened implements WebSocketListener {
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    @Override
    public void onOpen(WebSocket socket, Response response) {
      status.complete(response.code());
      try {
        socket.close(1000, "");
      } catch (IOException closedAlready) {
        // This test checks the handshake only
      }
    }

    @Override
    public void onFailure(IOException failure, Response response) {
      status.completeExceptionally(failure);
    }

    @Override
    public void onMessage(ResponseBody message) throws IOException {
      message.close();
    }

    @Override
    public void onPong(Buffer payload) {}

    @Override
    public void onClose(int code, String reason) {}
  }
}
