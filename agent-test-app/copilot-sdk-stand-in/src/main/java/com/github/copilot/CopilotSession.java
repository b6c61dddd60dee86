package com.github.copilot;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.rpc.NamedProviderConfig;
import com.github.copilot.rpc.ProviderConfig;
import com.github.copilot.rpc.ProviderModelConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A conversation: one turn after the other. */
public final class CopilotSession implements AutoCloseable {

  private final String id;
  private final JsonRpcClient rpc;
  private CompletableFuture<String> turn = new CompletableFuture<>();
  private String text = "";
  private String failure;
  private int refusedRequests;
  private String awaited;
  private CompletableFuture<Void> happened = new CompletableFuture<>();

  CopilotSession(String id, JsonRpcClient rpc) {
    this.id = id;
    this.rpc = rpc;
  }

  /** The assistant's words, when the turn has ended. */
  public CompletableFuture<String> sendAndWait(String prompt) {
    CompletableFuture<String> begun = new CompletableFuture<>();
    synchronized (this) {
      turn = begun;
      text = "";
      failure = null;
    }
    return send(prompt).thenCompose(sent -> begun);
  }

  /** Done when the turn has begun. */
  public CompletableFuture<JsonNode> send(String prompt) {
    return rpc.invoke("session.send", Map.of("sessionId", id, "prompt", prompt), JsonNode.class);
  }

  /** Providers and models for this session, beside those that it has. */
  public CompletableFuture<JsonNode> addProviders(
      List<NamedProviderConfig> providers, List<ProviderModelConfig> models) {
    return registry("session.provider.add", providers, models);
  }

  /** Providers and models for this session, instead of those that it has. */
  public CompletableFuture<JsonNode> syncProviders(
      List<NamedProviderConfig> providers, List<ProviderModelConfig> models) {
    return registry("session.provider.sync", providers, models);
  }

  private CompletableFuture<JsonNode> registry(
      String method, List<NamedProviderConfig> providers, List<ProviderModelConfig> models) {
    Map<String, Object> parameters =
        Map.of("sessionId", id, "providers", providers, "models", models);
    return rpc.invoke(method, parameters, JsonNode.class);
  }

  /** Another provider for this session, instead of the unnamed one. */
  public CompletableFuture<JsonNode> updateProvider(ProviderConfig provider) {
    Map<String, Object> parameters = Map.of("sessionId", id, "provider", provider);
    return rpc.invoke("session.options.update", parameters, JsonNode.class);
  }

  public CompletableFuture<JsonNode> switchModel(String model) {
    Map<String, String> parameters = Map.of("sessionId", id, "modelId", model);
    return rpc.invoke("session.model.switchTo", parameters, JsonNode.class);
  }

  /** Lets the model use every tool of the CLI. */
  public CompletableFuture<JsonNode> approveAll() {
    Map<String, Object> parameters = Map.of("sessionId", id, "enabled", true);
    return rpc.invoke("session.permissions.setApproveAll", parameters, JsonNode.class);
  }

  /** Done when the CLI tells of the first event of that type from now on. */
  public synchronized CompletableFuture<Void> next(String eventType) {
    awaited = eventType;
    happened = new CompletableFuture<>();
    return happened;
  }

  public String getSessionId() {
    return id;
  }

  public CompletableFuture<Void> abort() {
    return rpc.invoke("session.abort", Map.of("sessionId", id), Void.class);
  }

  /** Model requests that were answered 401 so far. The SDK tells them as events. */
  public synchronized int refusedRequests() {
    return refusedRequests;
  }

  synchronized void event(JsonNode event) {
    if (event.path("type").asText().equals(awaited)) {
      happened.complete(null);
    }
    switch (event.path("type").asText()) {
      case "assistant.message" -> text += event.path("data").path("content").asText();
      case "session.error" -> failure = event.path("data").path("message").asText();
      case "model.call_failure" ->
          refusedRequests += event.path("data").path("statusCode").asInt() == 401 ? 1 : 0;
      case "session.idle" -> end();
      default -> {
        // Of no interest to a turn
      }
    }
  }

  private void end() {
    if (failure != null) {
      turn.completeExceptionally(new IllegalStateException(failure));
    } else {
      turn.complete(text);
    }
  }

  @Override
  public void close() {
    rpc.invoke("session.destroy", Map.of("sessionId", id), JsonNode.class).join();
  }
}
