package com.github.copilot;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.rpc.BearerTokenProvider;
import com.github.copilot.rpc.CopilotClientOptions;
import com.github.copilot.rpc.NamedProviderConfig;
import com.github.copilot.rpc.ProviderConfig;
import com.github.copilot.rpc.ProviderTokenArgs;
import com.github.copilot.rpc.SessionConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;

/**
 * A Copilot client as an application has it: what the SDK's class of this name does about providers
 * and their tokens.
 */
public final class CopilotClient implements AutoCloseable {

  private final JsonRpcClient rpc;
  private final Process process;
  private final Map<String, CopilotSession> sessions = new ConcurrentHashMap<>();
  private final Map<String, BearerTokenProvider> callbacks = new ConcurrentHashMap<>();

  /** Starts the CLI, or connects to one that listens at the options' URL. */
  public CopilotClient(CopilotClientOptions options) throws IOException, InterruptedException {
    CliServerManager manager = new CliServerManager(options);
    if (options.getCliUrl() != null) {
      process = null;
      URI url = URI.create(options.getCliUrl());
      rpc = manager.connectToServer(null, url.getHost(), url.getPort());
    } else {
      CliServerManager.ProcessInfo started = manager.startCliServer();
      process = started.process();
      rpc =
          manager.connectToServer(
              started.process(), started.port() == null ? null : "localhost", started.port());
    }
    rpc.registerMethodHandler("session.event", this::event);
  }

  /** A CLI in this process, or whatever else is at the other end of two streams. */
  public CopilotClient(InputStream receive, OutputStream send) {
    process = null;
    rpc = JsonRpcClient.fromStreams(receive, send);
    rpc.registerMethodHandler("session.event", this::event);
  }

  /** As 1.0.4 and later do: they know the call that asks for a token. */
  public CopilotClient knowingTokenCallbacks() {
    rpc.registerMethodHandler(
        "providerToken.getToken",
        (id, parameters) -> ForkJoinPool.commonPool().execute(() -> answer(id, parameters)));
    return this;
  }

  /** Makes the first call of 1.x, as {@code start} does; an older CLI does not know it. */
  public CopilotClient connect() {
    rpc.invoke("connect", Map.of(), JsonNode.class).exceptionally(unknown -> null).join();
    return this;
  }

  /** The same without a wait for the answer. */
  public CopilotClient startToConnect() {
    CompletableFuture<?> unused = rpc.invoke("connect", Map.of(), JsonNode.class);
    return this;
  }

  /** The experimental call that opens a session by its kind. */
  public CompletableFuture<JsonNode> openSession(String kind, SessionConfig options) {
    return rpc.invoke("sessions.open", Map.of("kind", kind, "options", options), JsonNode.class);
  }

  /** A copy of a session, which can then be resumed under the id that is returned. */
  public CompletableFuture<String> forkSession(String id) {
    return rpc.invoke("sessions.fork", Map.of("sessionId", id), JsonNode.class)
        .thenApply(answer -> answer.path("sessionId").asText());
  }

  public CompletableFuture<CopilotSession> createSession(SessionConfig config) {
    return begin("session.create", config);
  }

  public CompletableFuture<CopilotSession> resumeSession(SessionConfig config) {
    return begin("session.resume", config);
  }

  private CompletableFuture<CopilotSession> begin(String method, SessionConfig config) {
    String id = config.getSessionId();
    CopilotSession session = new CopilotSession(id, rpc);
    sessions.put(id, session);
    register(id, "default", config.getProvider());
    if (config.getProviders() != null) {
      for (NamedProviderConfig named : config.getProviders()) {
        register(id, named.getName(), named);
      }
    }
    return rpc.invoke(method, config, JsonNode.class).thenApply(answer -> session);
  }

  private void register(String session, String name, ProviderConfig provider) {
    if (provider != null && provider.getBearerTokenProvider() != null) {
      callbacks.put(session + "/" + name, provider.getBearerTokenProvider());
    }
  }

  private void answer(String id, JsonNode parameters) {
    String session = parameters.get("sessionId").asText();
    String name = parameters.get("providerName").asText();
    BearerTokenProvider callback = callbacks.get(session + "/" + name);
    try {
      if (callback == null) {
        rpc.sendErrorResponse(Long.parseLong(id), -32603, "no callback for " + name);
        return;
      }
      String token = callback.getToken(new ProviderTokenArgs(name, session)).join();
      rpc.sendResponse(Long.parseLong(id), Map.of("token", token));
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private void event(String id, JsonNode parameters) {
    CopilotSession session = sessions.get(parameters.path("sessionId").asText());
    if (session != null) {
      session.event(parameters.path("event"));
    }
  }

  @Override
  public void close() {
    rpc.close();
    if (process != null) {
      process.destroy();
    }
  }
}
