package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A tool call of the model, as many times as the prompts of a conversation say: with {@code Run
 * `COMMAND` N times} it runs a command, with {@code Let another agent say hello N times} it starts
 * another agent. It does so only with a tool that the assistant offers.
 */
final class ShellToolCall {
  private static final String SHELL = "bash";
  private static final String AGENT = "task";
  private static final Pattern PROMPT = Pattern.compile("Run `([^`]{1,99})` (\\d{1,2}) times");
  private static final Pattern AGENTS =
      Pattern.compile("Let another agent say hello (\\d{1,2}) times");

  private ShellToolCall() {}

  /**
   * @return the tool call, or null if the model answers
   */
  static @Nullable JsonObject in(JsonObject body) {
    List<JsonObject> messages = objects(body.getJsonArray("messages"));
    long done = messages.stream().filter(message -> is(message, "role", "tool")).count();
    String prompts =
        messages.stream()
            .filter(message -> is(message, "role", "user"))
            .map(message -> String.valueOf(message.getValue("content")))
            .reduce("", String::concat);
    Matcher command = PROMPT.matcher(prompts);
    if (command.find() && offers(body, SHELL)) {
      return done < Long.parseLong(command.group(2)) ? shell(command.group(1), done) : null;
    }
    long agents = 0;
    for (Matcher agent = AGENTS.matcher(prompts); agent.find(); ) {
      agents = Math.max(agents, Long.parseLong(agent.group(1)));
    }
    return done < agents && offers(body, AGENT) ? agent(done) : null;
  }

  private static boolean offers(JsonObject body, String name) {
    return objects(body.getJsonArray("tools")).stream()
        .anyMatch(tool -> is(tool.getJsonObject("function", new JsonObject()), "name", name));
  }

  private static JsonObject shell(String command, long number) {
    return call(
        SHELL,
        number,
        new JsonObject()
            .put("command", command)
            .put("description", "Do as told")
            .put("mode", "sync")
            .put("shellId", "shell-" + number)
            .put("initial_wait", 30));
  }

  private static JsonObject agent(long number) {
    return call(
        AGENT,
        number,
        new JsonObject()
            .put("description", "Say hello")
            .put("prompt", "Say hello")
            .put("agent_type", "general-purpose")
            .put("name", "agent-" + number)
            .put("mode", "sync"));
  }

  private static JsonObject call(String tool, long number, JsonObject arguments) {
    JsonObject call =
        new JsonObject()
            .put("index", 0)
            .put("id", "call-" + number)
            .put("type", "function")
            .put(
                "function",
                new JsonObject().put("name", tool).put("arguments", arguments.encode()));
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
