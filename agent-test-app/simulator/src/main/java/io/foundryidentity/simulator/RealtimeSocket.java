package io.foundryidentity.simulator;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;

/** The realtime WebSocket: sends one session event, then returns each text frame in an event. */
final class RealtimeSocket {
  private RealtimeSocket() {}

  static boolean isRealtime(String path) {
    return path.equals("/openai/realtime") || path.equals("/openai/v1/realtime");
  }

  static void open(Exchange exchange, String who) {
    exchange.raw().toWebSocket().onSuccess(socket -> serve(socket, who));
  }

  private static void serve(ServerWebSocket socket, String who) {
    socket.textMessageHandler(
        text -> {
          JsonObject echo = new JsonObject().put("type", "simulator.echo").put("text", text);
          socket.writeTextMessage(echo.encode());
        });
    JsonObject session = new JsonObject().put("id", "sess_simulator").put("signed_in_as", who);
    JsonObject created = new JsonObject().put("type", "session.created").put("session", session);
    socket.writeTextMessage(created.encode());
  }
}
