package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A tool call of the model: it runs a command before it answers, if the assistant offers a shell,
 * as many times as the prompt says with {@code Run `COMMAND` N times}.
 */
final class ShellToolCall {
  private static final String SHELL = "bash";
  private static final Pattern PROMPT = Pattern.compile("Run `([^`]{1,99})` (\\d{1,2}) times");

  private ShellToolCall() {}

  /**
   * @return the tool call, or null if the model answers
   */
  static @Nullable JsonObject in(JsonObject body) {
    List<JsonObject> messages = objects(body.getJsonArray("messages"));
    long done = messages.stream().filter(message -> is(message, "role", "tool")).count();
    Matcher wanted =
        PROMPT.matcher(
            messages.stream()
                .filter(message -> is(message, "role", "user"))
                .map(message -> String.valueOf(message.getValue("content")))
                .reduce("", String::concat));
    boolean offered =
        objects(body.getJsonArray("tools")).stream()
            .anyMatch(tool -> is(tool.getJsonObject("function", new JsonObject()), "name", SHELL));
    return offered && wanted.find() && done < Long.parseLong(wanted.group(2))
        ? call(wanted.group(1), done)
        : null;
  }

  private static JsonObject call(String command, long number) {
    JsonObject arguments =
        new JsonObject()
            .put("command", command)
            .put("description", "Do as told")
            .put("mode", "sync")
            .put("shellId", "shell-" + number)
            .put("initial_wait", 30);
    JsonObject call =
        new JsonObject()
            .put("index", 0)
            .put("id", "call-" + number)
            .put("type", "function")
            .put(
                "function",
                new JsonObject().put("name", SHELL).put("arguments", arguments.encode()));
    return new JsonObject()
        .put("role", "assistant")
        .putNull("content")
        .put("tool_calls", new JsonArray().add(call));
  }

  private static boolean is(JsonObject object, String field, String value) {
    return value.equals(object.getValue(field));
  }

  private static List<JsonObject> objects(@Nullable JsonArray array) {
    return array == null
        ? List.of()
        : IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
  }
}
