package io.foundryidentity.simulator;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The realtime WebSocket for text: a session event first, then the events that the API sends for
 * {@code session.update}, {@code conversation.item.create} and {@code response.create}.
 *
 * <p>{@code simulator.close} with a code and a reason makes it close the socket so. Each other text
 * frame comes back in an event, each binary frame as it is.
 */
final class RealtimeSocket {

  private final ServerWebSocket socket;
  private final String who;
  private final AtomicLong count = new AtomicLong();
  private String said = "";

  private RealtimeSocket(ServerWebSocket socket, String who) {
    this.socket = socket;
    this.who = who;
  }

  static boolean isRealtime(String path) {
    return path.equals("/openai/realtime") || path.equals("/openai/v1/realtime");
  }

  static void open(Exchange exchange, String who) {
    exchange
        .raw()
        .toWebSocket()
        .onSuccess(
            socket -> {
              RealtimeSocket realtime = new RealtimeSocket(socket, who);
              socket.textMessageHandler(realtime::received);
              socket.binaryMessageHandler(socket::writeBinaryMessage);
              realtime.send("session.created", new JsonObject().put("session", realtime.session()));
            });
  }

  private void received(String text) {
    JsonObject event;
    try {
      event = new JsonObject(text);
    } catch (DecodeException noEvent) {
      event = new JsonObject();
    }
    switch (event.getString("type", "")) {
      case "session.update" ->
          send(
              "session.updated",
              new JsonObject()
                  .put(
                      "session",
                      session().mergeIn(event.getJsonObject("session", new JsonObject()))));
      case "conversation.item.create" -> addItem(event.getJsonObject("item", new JsonObject()));
      case "response.create" -> respond();
      case "simulator.close" ->
          socket.close(event.getInteger("code", 1000).shortValue(), event.getString("reason", ""));
      default -> send("simulator.echo", new JsonObject().put("text", text));
    }
  }

  private void addItem(JsonObject item) {
    for (Object part : item.getJsonArray("content", new JsonArray())) {
      said = part instanceof JsonObject object ? object.getString("text", said) : said;
    }
    item.put("id", "item_" + count.incrementAndGet()).put("status", "completed");
    for (String type : new String[] {"conversation.item.added", "conversation.item.done"}) {
      send(type, new JsonObject().putNull("previous_item_id").put("item", item));
    }
  }

  private void respond() {
    String text = "signed in as " + who + ": " + said;
    String id = "resp_" + count.incrementAndGet();
    JsonObject place =
        new JsonObject()
            .put("response_id", id)
            .put("item_id", "item_" + count.incrementAndGet())
            .put("output_index", 0)
            .put("content_index", 0);
    send("response.created", new JsonObject().put("response", response(id, "in_progress")));
    int middle = text.length() / 2;
    for (String delta : new String[] {text.substring(0, middle), text.substring(middle)}) {
      send("response.output_text.delta", place.copy().put("delta", delta));
    }
    send("response.output_text.done", place.copy().put("text", text));
    JsonObject item =
        new JsonObject()
            .put("id", place.getString("item_id"))
            .put("type", "message")
            .put("role", "assistant")
            .put("status", "completed")
            .put(
                "content",
                new JsonArray().add(new JsonObject().put("type", "output_text").put("text", text)));
    JsonObject done = response(id, "completed").put("output", new JsonArray().add(item));
    send("response.done", new JsonObject().put("response", done));
  }

  private static JsonObject response(String id, String status) {
    return new JsonObject()
        .put("object", "realtime.response")
        .put("id", id)
        .put("status", status)
        .put("output", new JsonArray());
  }

  private JsonObject session() {
    return new JsonObject()
        .put("type", "realtime")
        .put("object", "realtime.session")
        .put("id", "sess_simulator")
        .put("model", "gpt-realtime")
        .put("output_modalities", new JsonArray().add("text"))
        .put("signed_in_as", who);
  }

  private void send(String type, JsonObject event) {
    event.put("type", type).put("event_id", "event_" + count.incrementAndGet());
    socket.writeTextMessage(event.encode());
  }
}
