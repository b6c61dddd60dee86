package com.github.copilot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** JSON-RPC with the CLI: the members that the SDK's class of this name has, and no more. */
class JsonRpcClient implements AutoCloseable {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final InputStream inputStream;
  private final OutputStream outputStream;
  private final Socket socket;
  private final Process process;
  private final AtomicLong requestIdCounter = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> pendingRequests = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<String, JsonNode>> notificationHandlers =
      new ConcurrentHashMap<>();

  private JsonRpcClient(InputStream in, OutputStream out, Socket socket, Process process) {
    this.inputStream = new BufferedInputStream(in);
    this.outputStream = out;
    this.socket = socket;
    this.process = process;
    Thread reader = new Thread(this::read, "jsonrpc-reader");
    reader.setDaemon(true);
    reader.start();
  }

  public static ObjectMapper getObjectMapper() {
    return MAPPER;
  }

  public static JsonRpcClient fromProcess(Process process) {
    return new JsonRpcClient(process.getInputStream(), process.getOutputStream(), null, process);
  }

  public static JsonRpcClient fromSocket(Socket socket) throws IOException {
    return new JsonRpcClient(socket.getInputStream(), socket.getOutputStream(), socket, null);
  }

  public static JsonRpcClient fromStreams(InputStream inputStream, OutputStream outputStream) {
    return new JsonRpcClient(inputStream, outputStream, null, null);
  }

  public void registerMethodHandler(String method, BiConsumer<String, JsonNode> handler) {
    notificationHandlers.put(method, handler);
  }

  public <T> CompletableFuture<T> invoke(String method, Object params, Class<T> responseType) {
    long id = requestIdCounter.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pendingRequests.put(id, answer);
    ObjectNode request = MAPPER.createObjectNode().put("id", id).put("method", method);
    try {
      send(request.set("params", MAPPER.valueToTree(params)));
    } catch (IOException gone) {
      answer.completeExceptionally(gone);
    }
    return answer.thenApply(
        result -> responseType == Void.class ? null : MAPPER.convertValue(result, responseType));
  }

  public void sendResponse(Object id, Object result) throws IOException {
    send(MAPPER.createObjectNode().putPOJO("id", id).set("result", MAPPER.valueToTree(result)));
  }

  public void sendErrorResponse(Object id, int code, String message) throws IOException {
    ObjectNode error = MAPPER.createObjectNode().put("code", code).put("message", message);
    send(MAPPER.createObjectNode().putPOJO("id", id).set("error", error));
  }

  private synchronized void send(ObjectNode message) throws IOException {
    byte[] content = MAPPER.writeValueAsBytes(message.put("jsonrpc", "2.0"));
    String head = "Content-Length: " + content.length + "\r\n\r\n";
    outputStream.write(head.getBytes(StandardCharsets.US_ASCII));
    outputStream.write(content);
    outputStream.flush();
  }

  private void read() {
    try {
      for (int length = length(); length >= 0; length = length()) {
        take(MAPPER.readTree(inputStream.readNBytes(length)));
      }
    } catch (IOException gone) {
      pendingRequests.values().forEach(pending -> pending.completeExceptionally(gone));
    }
  }

  private int length() throws IOException {
    int length = -1;
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    return length;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = inputStream.read(); read != '\n'; read = inputStream.read()) {
      if (read < 0) {
        return null;
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.US_ASCII).trim();
  }

  private void take(JsonNode message) throws IOException {
    if (message.has("method")) {
      String id = message.has("id") ? message.get("id").toString() : null;
      BiConsumer<String, JsonNode> handler =
          notificationHandlers.get(message.get("method").asText());
      if (handler != null) {
        handler.accept(id, message.get("params"));
      } else if (id != null) {
        sendErrorResponse(Long.parseLong(id), -32601, "Method not found");
      }
      return;
    }
    CompletableFuture<JsonNode> pending = pendingRequests.remove(message.get("id").asLong());
    if (pending != null && message.has("error")) {
      pending.completeExceptionally(new IOException(message.get("error").path("message").asText()));
    } else if (pending != null) {
      pending.complete(message.get("result"));
    }
  }

  @Override
  public void close() {
    try {
      outputStream.close();
      if (socket != null) {
        socket.close();
      }
    } catch (IOException gone) {
      // It was to end.
    }
    if (process != null) {
      process.destroy();
    }
  }
}
