package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat completions, whole and streaming. */
final class ChatEndpoint {
  private ChatEndpoint() {}

  static void answer(
      Exchange exchange,
      JsonObject body,
      String deployment,
      String who,
      @Nullable JsonObject step,
      EventStream.Gate gate) {
    Answer answer = Answer.to(body, deployment, who);
    JsonObject toolCall = step == null ? ShellToolCall.in(body) : ToolCall.inChat(step);
    if (toolCall != null && body.getBoolean("stream", false)) {
      EventStream.send(exchange, toolCall(answer, toolCall), gate);
    } else if (body.getBoolean("stream", false)) {
      EventStream.send(exchange, chunks(answer, wantsUsage(body)), gate);
    } else {
      exchange.json(200, step == null ? whole(answer) : wholeCall(answer, ToolCall.inChat(step)));
    }
  }

  private static List<String> toolCall(Answer answer, JsonObject toolCall) {
    return List.of(
        chunk(answer, toolCall, null),
        chunk(answer, new JsonObject(), "tool_calls"),
        EventStream.data("[DONE]"));
  }

  private static boolean wantsUsage(JsonObject body) {
    return body.getJsonObject("stream_options", new JsonObject())
        .getBoolean("include_usage", false);
  }

  private static JsonObject wholeCall(Answer answer, JsonObject message) {
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("message", message)
            .putNull("logprobs")
            .put("finish_reason", "tool_calls");
    return head("chat.completion", answer)
        .put("choices", new JsonArray().add(choice))
        .put("usage", usage(answer));
  }

  private static JsonObject whole(Answer answer) {
    JsonObject message =
        new JsonObject()
            .put("role", "assistant")
            .put("content", answer.text())
            .putNull("refusal")
            .put("annotations", new JsonArray());
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("message", message)
            .putNull("logprobs")
            .put("finish_reason", "stop");
    return head("chat.completion", answer)
        .put("choices", new JsonArray().add(choice))
        .put("usage", usage(answer));
  }

  private static List<String> chunks(Answer answer, boolean withUsage) {
    List<String> events = new ArrayList<>();
    JsonObject first = new JsonObject().put("role", "assistant").put("content", "");
    events.add(chunk(answer, first, null));
    for (String piece : answer.pieces()) {
      events.add(chunk(answer, new JsonObject().put("content", piece), null));
    }
    events.add(chunk(answer, new JsonObject(), "stop"));
    if (withUsage) {
      JsonObject last =
          head("chat.completion.chunk", answer)
              .put("choices", new JsonArray())
              .put("usage", usage(answer));
      events.add(EventStream.data(last.encode()));
    }
    events.add(EventStream.data("[DONE]"));
    return events;
  }

  private static String chunk(Answer answer, JsonObject delta, @Nullable String finish) {
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("delta", delta)
            .putNull("logprobs")
            .put("finish_reason", finish);
    JsonObject chunk =
        head("chat.completion.chunk", answer).put("choices", new JsonArray().add(choice));
    return EventStream.data(chunk.encode());
  }

  private static JsonObject head(String object, Answer answer) {
    return new JsonObject()
        .put("id", "chatcmpl-simulator")
        .put("object", object)
        .put("created", Answer.CREATED)
        .put("model", answer.model())
        .put("system_fingerprint", "fp_simulator");
  }

  private static JsonObject usage(Answer answer) {
    return new JsonObject()
        .put("prompt_tokens", Answer.INPUT_TOKENS)
        .put("completion_tokens", answer.outputTokens())
        .put("total_tokens", Answer.INPUT_TOKENS + answer.outputTokens());
  }
}
