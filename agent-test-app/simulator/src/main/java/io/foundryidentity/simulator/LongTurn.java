package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a model works on each prompt: it asks for tools before it answers, and takes its time.
 *
 * <p>So one prompt of a program needs {@code steps + 1} model requests, and can outlive a token
 * with no change to the program. Only a program that offers tools is asked for them.
 *
 * @param steps how many tool calls come before the answer
 * @param pause how long the model takes for each of its answers
 */
record LongTurn(int steps, Duration pause) {
  static final LongTurn NONE = new LongTurn(0, Duration.ZERO);

  private static final List<String> TOOLS = List.of("report_intent", "view", "bash");

  /** Answers after the pause. */
  void then(Exchange exchange, Runnable answer) {
    if (pause.isZero()) {
      answer.run();
    } else {
      exchange.vertx().setTimer(pause.toMillis(), id -> answer.run());
    }
  }

  /**
   * The model's next tool call, in neither API's form: name, arguments and call_id.
   *
   * @return null if the model answers
   */
  @Nullable JsonObject next(JsonObject body) {
    List<JsonObject> all = objects(body.getValue("messages", body.getValue("input")));
    long done = all.stream().filter(LongTurn::isResult).count();
    long prompts = all.stream().filter(LongTurn::isPrompt).count();
    String tool = offered(body);
    if (tool == null || done >= steps * prompts) {
      return null;
    }
    return new JsonObject()
        .put("name", tool)
        .put("arguments", arguments(tool).encode())
        .put("call_id", "call-" + done);
  }

  private static boolean isResult(JsonObject item) {
    return "tool".equals(item.getValue("role"))
        || "function_call_output".equals(item.getValue("type"));
  }

  private static boolean isPrompt(JsonObject item) {
    return "user".equals(item.getValue("role"));
  }

  private static @Nullable String offered(JsonObject body) {
    List<String> names =
        objects(body.getValue("tools")).stream()
            .map(tool -> tool.getJsonObject("function", tool).getString("name", ""))
            .toList();
    return TOOLS.stream().filter(names::contains).findFirst().orElse(null);
  }

  private static JsonObject arguments(String tool) {
    return switch (tool) {
      case "report_intent" -> new JsonObject().put("intent", "Working");
      case "view" -> new JsonObject().put("path", "/proc/version");
      default -> new JsonObject().put("command", "true").put("description", "Do nothing");
    };
  }

  /** None where a request has something else than an array, such as a text as its input. */
  private static List<JsonObject> objects(@Nullable Object value) {
    return !(value instanceof JsonArray array)
        ? List.of()
        : IntStream.range(0, array.size())
            .mapToObj(array::getValue)
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .toList();
  }
}
