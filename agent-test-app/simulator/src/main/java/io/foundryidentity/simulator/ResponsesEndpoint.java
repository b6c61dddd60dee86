package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The responses API, whole and streaming with its typed events. */
final class ResponsesEndpoint {
  private static final String ITEM = "msg_simulator";

  private ResponsesEndpoint() {}

  static void answer(
      Exchange exchange,
      JsonObject body,
      String who,
      @Nullable JsonObject step,
      EventStream.Gate gate) {
    Answer answer = Answer.to(body, "gpt", who);
    if (body.getBoolean("stream", false)) {
      Events events = new Events(answer);
      List<JsonObject> sent =
          step == null ? events.all() : events.toolCall(ToolCall.inResponses(step));
      EventStream.send(
          exchange,
          sent.stream()
              .map(event -> EventStream.event(event.getString("type"), event.encode()))
              .toList(),
          gate);
    } else if (step != null) {
      JsonArray output = new JsonArray().add(ToolCall.inResponses(step));
      exchange.json(200, response(answer, true).put("output", output));
    } else {
      exchange.json(200, response(answer, true));
    }
  }

  /** The events of a stream, for another transport. */
  static List<JsonObject> events(JsonObject body, String who) {
    return new Events(Answer.to(body, "gpt", who)).all();
  }

  private static JsonObject response(Answer answer, boolean complete) {
    JsonArray output = new JsonArray();
    if (complete) {
      output.add(item("completed", new JsonArray().add(part(answer.text()))));
    }
    JsonObject response =
        new JsonObject()
            .put("id", "resp_simulator")
            .put("object", "response")
            .put("created_at", Answer.CREATED)
            .put("status", complete ? "completed" : "in_progress")
            .putNull("error")
            .putNull("incomplete_details")
            .putNull("instructions")
            .put("metadata", new JsonObject())
            .put("model", answer.model())
            .put("output", output)
            .put("parallel_tool_calls", true)
            .put("temperature", 1.0)
            .put("tool_choice", "auto")
            .put("tools", new JsonArray())
            .put("top_p", 1.0);
    return complete ? response.put("usage", usage(answer)) : response.putNull("usage");
  }

  private static JsonObject usage(Answer answer) {
    return new JsonObject()
        .put("input_tokens", Answer.INPUT_TOKENS)
        .put("input_tokens_details", new JsonObject().put("cached_tokens", 0))
        .put("output_tokens", answer.outputTokens())
        .put("output_tokens_details", new JsonObject().put("reasoning_tokens", 0))
        .put("total_tokens", Answer.INPUT_TOKENS + answer.outputTokens());
  }

  private static JsonObject item(String status, JsonArray content) {
    return new JsonObject()
        .put("id", ITEM)
        .put("type", "message")
        .put("role", "assistant")
        .put("status", status)
        .put("content", content);
  }

  private static JsonObject part(String text) {
    return new JsonObject()
        .put("type", "output_text")
        .put("text", text)
        .put("annotations", new JsonArray())
        .put("logprobs", new JsonArray());
  }

  /** Numbers the events in the order in which they are made. */
  private static final class Events {
    private final Answer answer;
    private final List<JsonObject> events = new ArrayList<>();

    Events(Answer answer) {
      this.answer = answer;
    }

    List<JsonObject> all() {
      add("response.created", new JsonObject().put("response", response(answer, false)));
      add("response.in_progress", new JsonObject().put("response", response(answer, false)));
      JsonObject empty = item("in_progress", new JsonArray());
      add("response.output_item.added", new JsonObject().put("output_index", 0).put("item", empty));
      add("response.content_part.added", inItem().put("part", part("")));
      for (String piece : answer.pieces()) {
        JsonObject delta = inItem().put("delta", piece).put("logprobs", new JsonArray());
        add("response.output_text.delta", delta);
      }
      JsonObject done = inItem().put("text", answer.text()).put("logprobs", new JsonArray());
      add("response.output_text.done", done);
      add("response.content_part.done", inItem().put("part", part(answer.text())));
      JsonObject full = item("completed", new JsonArray().add(part(answer.text())));
      add("response.output_item.done", new JsonObject().put("output_index", 0).put("item", full));
      add("response.completed", new JsonObject().put("response", response(answer, true)));
      return events;
    }

    /** One tool call and no text; its arguments come in one piece. */
    List<JsonObject> toolCall(JsonObject call) {
      add("response.created", new JsonObject().put("response", response(answer, false)));
      JsonObject begun = call.copy().put("arguments", "").put("status", "in_progress");
      add("response.output_item.added", new JsonObject().put("output_index", 0).put("item", begun));
      String arguments = call.getString("arguments");
      JsonObject place =
          new JsonObject().put("item_id", call.getString("id")).put("output_index", 0);
      add("response.function_call_arguments.delta", place.copy().put("delta", arguments));
      add("response.function_call_arguments.done", place.copy().put("arguments", arguments));
      add("response.output_item.done", new JsonObject().put("output_index", 0).put("item", call));
      JsonObject response = response(answer, true).put("output", new JsonArray().add(call));
      add("response.completed", new JsonObject().put("response", response));
      return events;
    }

    private static JsonObject inItem() {
      return new JsonObject().put("item_id", ITEM).put("output_index", 0).put("content_index", 0);
    }

    private void add(String type, JsonObject event) {
      events.add(event.put("type", type).put("sequence_number", events.size()));
    }
  }
}
