package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A tool call of the model's, written as each API has it. */
final class ToolCall {
  private ToolCall() {}

  /** The message with it, or the part of a stream. */
  static JsonObject inChat(JsonObject step) {
    JsonObject call =
        new JsonObject()
            .put("index", 0)
            .put("id", step.getString("call_id"))
            .put("type", "function")
            .put(
                "function",
                new JsonObject()
                    .put("name", step.getString("name"))
                    .put("arguments", step.getString("arguments")));
    return new JsonObject()
        .put("role", "assistant")
        .putNull("content")
        .put("tool_calls", new JsonArray().add(call));
  }

  /** The output item with it. */
  static JsonObject inResponses(JsonObject step) {
    return step.copy()
        .put("id", "fc_" + step.getString("call_id"))
        .put("type", "function_call")
        .put("status", "completed");
  }
}
