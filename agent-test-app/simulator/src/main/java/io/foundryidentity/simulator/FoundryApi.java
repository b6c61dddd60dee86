package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Finds the answer to an API path, in the OpenAI, Azure and project forms. */
final class FoundryApi {
  private final EventStream.Gate gate;
  private volatile LongTurn turn = LongTurn.NONE;

  FoundryApi(EventStream.Gate gate) {
    this.gate = gate;
  }

  /** How the model works on each prompt of a chat or of the responses API from now on. */
  void turn(LongTurn value) {
    turn = value;
  }

  void answer(Exchange exchange, String who) {
    String whole = exchange.request().pathOnly();
    String path = withoutProject(whole);
    if (exchange.request().method().equals("GET")) {
      if (path.startsWith("/agents") && !path.equals(whole)) { // Only a project has agents
        AgentsEndpoint.answer(exchange, path, who);
      } else {
        get(exchange, path);
      }
      return;
    }
    JsonObject body = exchange.jsonBody();
    String deployment = "gpt";
    if (path.startsWith("/openai/deployments/")) {
      int end = path.indexOf('/', "/openai/deployments/".length());
      if (end > 0) {
        deployment = path.substring("/openai/deployments/".length(), end);
        path = "/openai" + path.substring(end);
      }
    }
    switch (path) {
      case "/openai/v1/chat/completions", "/openai/chat/completions", "/models/chat/completions" ->
          chat(exchange, body, deployment, who);
      case "/openai/v1/responses", "/openai/responses" -> responses(exchange, body, who);
      case "/openai/v1/embeddings", "/openai/embeddings", "/models/embeddings" ->
          EmbeddingsEndpoint.answer(exchange, body, deployment);
      case "/anthropic/v1/messages" -> AnthropicEndpoint.answer(exchange, body, who, gate);
      default -> exchange.notFound();
    }
  }

  private void chat(Exchange exchange, JsonObject body, String deployment, String who) {
    LongTurn now = turn;
    now.then(
        exchange, () -> ChatEndpoint.answer(exchange, body, deployment, who, now.next(body), gate));
  }

  private void responses(Exchange exchange, JsonObject body, String who) {
    LongTurn now = turn;
    now.then(exchange, () -> ResponsesEndpoint.answer(exchange, body, who, now.next(body), gate));
  }

  private static void get(Exchange exchange, String path) {
    if (!path.equals("/openai/v1/models") && !path.equals("/openai/models")) {
      exchange.notFound();
      return;
    }
    JsonArray models = new JsonArray();
    models.add(model("gpt-4o")).add(model("text-embedding-3-small")).add(model("claude"));
    exchange.json(200, new JsonObject().put("object", "list").put("data", models));
  }

  private static JsonObject model(String id) {
    return new JsonObject()
        .put("id", id)
        .put("object", "model")
        .put("created", Answer.CREATED)
        .put("owned_by", "system");
  }

  private static String withoutProject(String path) {
    String prefix = "/api/projects/";
    if (!path.startsWith(prefix)) {
      return path;
    }
    int end = path.indexOf('/', prefix.length());
    return end < 0 ? path : path.substring(end);
  }
}
