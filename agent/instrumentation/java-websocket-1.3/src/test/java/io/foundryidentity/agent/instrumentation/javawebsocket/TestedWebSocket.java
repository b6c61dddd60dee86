package io.foundryidentity.agent.instrumentation.javawebsocket;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** A client as an application writes one, which keeps what it hears of. */
final class TestedWebSocket extends WebSocketClient {

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private volatile String handshake = "";

  TestedWebSocket(URI uri, Draft draft, Map<String, String> headers) {
    super(uri, draft, headers, 30_000);
  }

  /** What comes next, or null after a long time. */
  @Nullable String next() throws InterruptedException {
    return heard.poll(60, TimeUnit.SECONDS);
  }

  /** All that came and was not asked for yet. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  /** The fields of the handshake that the client shows to the application. */
  String handshake() {
    return handshake;
  }

  @Override
  public void onWebsocketHandshakeSentAsClient(WebSocket socket, ClientHandshake request) {
    StringBuilder fields = new StringBuilder();
    request
        .iterateHttpFields()
        .forEachRemaining(
            name ->
                fields.append(name).append(": ").append(request.getFieldValue(name)).append('\n'));
    handshake = fields.toString();
  }

  @Override
  public void onOpen(ServerHandshake answer) {
    heard.add("open");
  }

  @Override
  public void onMessage(String message) {
    heard.add(message);
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    heard.add("closed: " + reason);
  }

  @Override
  public void onError(Exception failure) {
    heard.add("failed: " + failure);
  }
}
