package io.foundryidentity.simulator;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** The responses API over a WebSocket: each {@code response.create} is answered with its events. */
final class ResponsesSocket {
  private ResponsesSocket() {}

  static boolean isResponses(String path) {
    return path.equals("/openai/v1/responses") || path.equals("/openai/responses");
  }

  static void open(Exchange exchange, String who) {
    exchange
        .raw()
        .toWebSocket()
        .onSuccess(socket -> socket.textMessageHandler(text -> received(socket, text, who)));
  }

  private static void received(ServerWebSocket socket, String text, String who) {
    JsonObject request;
    try {
      request = new JsonObject(text);
    } catch (DecodeException noEvent) {
      request = new JsonObject();
    }
    if (request.getString("type", "").equals("response.create")) {
      ResponsesEndpoint.events(request, who)
          .forEach(event -> socket.writeTextMessage(event.encode()));
    } else {
      JsonObject error =
          new JsonObject()
              .put("type", "invalid_request_error")
              .put("code", "invalid_event")
              .put("message", "The event is not response.create.");
      socket.writeTextMessage(
          new JsonObject().put("type", "error").put("status", 400).put("error", error).encode());
    }
  }
}
