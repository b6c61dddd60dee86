package com.github.copilot;

import com.fasterxml.jackson.databind.JsonNode;
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

  public CompletableFuture<Void> abort() {
    return rpc.invoke("session.abort", Map.of("sessionId", id), Void.class);
  }

  /** Model requests that were answered 401 so far. The SDK tells them as events. */
  public synchronized int refusedRequests() {
    return refusedRequests;
  }

  synchronized void event(JsonNode event) {
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
