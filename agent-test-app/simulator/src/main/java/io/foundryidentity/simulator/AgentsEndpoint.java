package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A project's agents: one, whose description says who asked for it. */
final class AgentsEndpoint {
  private static final String NAME = "helper";
  private static final String MODEL = "gpt-4o";

  private AgentsEndpoint() {}

  static void answer(Exchange exchange, String path, String who) {
    switch (path) {
      case "/agents" ->
          exchange.json(
              200,
              new JsonObject()
                  .put("object", "list")
                  .put("data", new JsonArray().add(agent(who)))
                  .put("first_id", NAME)
                  .put("last_id", NAME)
                  .put("has_more", false));
      case "/agents/" + NAME -> exchange.json(200, agent(who));
      default -> exchange.notFound();
    }
  }

  private static JsonObject agent(String who) {
    JsonObject latest =
        new JsonObject()
            .put("object", "agent.version")
            .put("id", NAME + ":1")
            .put("name", NAME)
            .put("version", "1")
            .put("description", Answer.to(new JsonObject(), MODEL, who).text())
            .put("created_at", Answer.CREATED)
            .put("metadata", new JsonObject())
            .put("definition", new JsonObject().put("kind", "prompt").put("model", MODEL));
    return new JsonObject()
        .put("object", "agent")
        .put("id", NAME)
        .put("name", NAME)
        .put("versions", new JsonObject().put("latest", latest));
  }
}
