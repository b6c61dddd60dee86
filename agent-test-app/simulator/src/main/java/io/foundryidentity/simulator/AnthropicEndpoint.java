package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Anthropic's messages, whole and streaming. */
final class AnthropicEndpoint {
  private AnthropicEndpoint() {}

  static void answer(Exchange exchange, JsonObject body, String who, EventStream.Gate gate) {
    Answer answer = Answer.to(body, "claude", who);
    if (body.getBoolean("stream", false)) {
      EventStream.send(exchange, events(answer), gate);
      return;
    }
    JsonObject text = new JsonObject().put("type", "text").put("text", answer.text());
    JsonObject message =
        message(answer, new JsonArray().add(text.putNull("citations")))
            .put("stop_reason", "end_turn")
            .put("usage", usage(answer.outputTokens()));
    exchange.json(200, message);
  }

  private static List<String> events(Answer answer) {
    List<String> events = new ArrayList<>();
    JsonObject start =
        message(answer, new JsonArray()).putNull("stop_reason").put("usage", usage(1));
    events.add(event("message_start", new JsonObject().put("message", start)));
    JsonObject empty = new JsonObject().put("type", "text").put("text", "").putNull("citations");
    events.add(event("content_block_start", block().put("content_block", empty)));
    events.add(event("ping", new JsonObject()));
    for (String piece : answer.pieces()) {
      JsonObject delta = new JsonObject().put("type", "text_delta").put("text", piece);
      events.add(event("content_block_delta", block().put("delta", delta)));
    }
    events.add(event("content_block_stop", block()));
    JsonObject end = new JsonObject().put("stop_reason", "end_turn").putNull("stop_sequence");
    JsonObject delta = new JsonObject().put("delta", end);
    events.add(event("message_delta", delta.put("usage", usage(answer.outputTokens()))));
    events.add(event("message_stop", new JsonObject()));
    return events;
  }

  private static JsonObject block() {
    return new JsonObject().put("index", 0);
  }

  private static String event(String type, JsonObject body) {
    return EventStream.event(type, body.put("type", type).encode());
  }

  private static JsonObject message(Answer answer, JsonArray content) {
    return new JsonObject()
        .put("id", "msg_simulator")
        .put("type", "message")
        .put("role", "assistant")
        .put("model", answer.model())
        .put("content", content)
        .putNull("container")
        .putNull("stop_sequence");
  }

  private static JsonObject usage(int output) {
    return new JsonObject()
        .put("input_tokens", Answer.INPUT_TOKENS)
        .put("output_tokens", output)
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 0);
  }
}
