package io.foundryidentity.cases.javawebsocket;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** One session, which keeps the events that it gets. */
final class Session extends WebSocketClient {

  private static final String ENDED = "ended: ";

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  Session(URI uri, Map<String, String> headers) {
    super(uri, headers);
  }

  /**
   * The next event.
   *
   * @throws IOException if the session has ended, with the client's own reason
   */
  String next() throws IOException, InterruptedException {
    String event = events.poll(60, TimeUnit.SECONDS);
    if (event == null || event.startsWith(ENDED)) {
      throw new IOException(event == null ? "no event came" : event);
    }
    return event;
  }

  @Override
  public void onOpen(ServerHandshake answer) {
    // The server speaks first
  }

  @Override
  public void onMessage(String event) {
    events.add(event);
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    events.add(ENDED + reason);
  }

  @Override
  public void onError(Exception failure) {
    events.add(ENDED + failure);
  }
}
