package io.foundryidentity.agent.instrumentation.copilotsdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The other side of the wire: answers what a CLI answers, and can ask for tokens as one does. */
final class FakeCli implements Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One call that came in. */
  record Call(String method, JsonNode parameters) {}

  private final String version;
  private final ServerSocket listener;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<Consumer<Call>> hearers = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private volatile String versionInConnect;
  private volatile boolean silent;
  private final AtomicLong ids = new AtomicLong(1000);
  private final CompletableFuture<OutputStream> out = new CompletableFuture<>();

  private FakeCli(String version, ServerSocket listener) {
    this.version = version;
    this.listener = listener;
  }

  /** A server that one client can connect to. */
  static FakeCli listening(String version, InetAddress address) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(address, 0));
    FakeCli cli = new FakeCli(version, listener);
    start(
        () -> {
          try (Socket socket = listener.accept()) {
            cli.serve(socket.getInputStream(), socket.getOutputStream());
          }
        });
    return cli;
  }

  /** At the other end of two streams. */
  static FakeCli over(String version, InputStream in, OutputStream out) {
    FakeCli cli = new FakeCli(version, null);
    start(() -> cli.serve(in, out));
    return cli;
  }

  private interface Serving {
    void run() throws IOException;
  }

  private static void start(Serving serving) {
    Thread thread =
        new Thread(
            () -> {
              try {
                serving.run();
              } catch (IOException gone) {
                // The test has ended.
              }
            },
            "fake-cli");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Everything that was called, in order. */
  List<Call> calls() {
    return calls;
  }

  /** Tells each call before it is answered. */
  void whenCalled(Consumer<Call> hearer) {
    hearers.add(hearer);
  }

  /** Answers every call of that name with an error from now on. */
  void refuse(String method) {
    refused.add(method);
  }

  /** Answers, and never says that a turn has ended. */
  void staySilent() {
    silent = true;
  }

  /** Never answers a call of that name. */
  void ignore(String method) {
    unanswered.add(method);
  }

  /** Knows the call of the newer SDKs, and answers it with a version. */
  FakeCli sayingWhenConnected(String itsVersion) {
    versionInConnect = itsVersion;
    return this;
  }

  /** The parameters of the last call of that name. */
  JsonNode last(String method) {
    return calls.stream()
        .filter(call -> call.method().equals(method))
        .reduce((before, after) -> after)
        .orElseThrow()
        .parameters();
  }

  /** What the SDK answers to a question for a token: its result, or its error. */
  JsonNode askForToken(String session, String provider) throws Exception {
    return startAsking(session, provider).get(30, TimeUnit.SECONDS);
  }

  CompletableFuture<JsonNode> startAsking(String session, String provider) throws IOException {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode question = JSON.createObjectNode().put("id", id);
    question.put("method", "providerToken.getToken");
    question.putObject("params").put("sessionId", session).put("providerName", provider);
    send(question);
    return answer;
  }

  /** Says that a model request of the session was answered with that status; returns when heard. */
  void tellFailure(String session, int status) throws Exception {
    sendFailure(session, status);
    // The SDK hears one thing after the other.
    askForToken("nobody", "nobody");
  }

  void sendFailure(String session, int status) throws IOException {
    ObjectNode event = JSON.createObjectNode().put("method", "session.event");
    ObjectNode parameters = event.putObject("params").put("sessionId", session);
    ObjectNode failure = parameters.putObject("event").put("type", "model.call_failure");
    failure.putObject("data").put("model", "gpt-5").put("statusCode", status);
    send(event);
  }

  private void serve(InputStream stream, OutputStream output) throws IOException {
    out.complete(output);
    InputStream in = new BufferedInputStream(stream);
    for (int length = length(in); length >= 0; length = length(in)) {
      take(JSON.readTree(in.readNBytes(length)));
    }
  }

  private static int length(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return -1;
      }
      head.append((char) read);
    }
    return Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
  }

  private void take(JsonNode message) throws IOException {
    if (!message.has("method")) {
      JsonNode answer = message.has("result") ? message.get("result") : message.get("error");
      asked.remove(message.get("id").asLong()).complete(answer);
      return;
    }
    String method = message.get("method").asText();
    Call call = new Call(method, message.get("params"));
    calls.add(call);
    hearers.forEach(hearer -> hearer.accept(call));
    if (unanswered.contains(method)) {
      return;
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.set("id", message.get("id"));
    if (method.equals("connect") && versionInConnect == null) {
      answer.putObject("error").put("code", -32601).put("message", "Unhandled method connect");
      send(answer);
      return;
    }
    if (refused.contains(method)) {
      answer.putObject("error").put("code", -32603).put("message", "not this time");
      send(answer);
      return;
    }
    ObjectNode result = answer.putObject("result");
    if (method.equals("status.get")) {
      result.put("version", version).put("protocolVersion", 3);
    } else if (method.equals("connect")) {
      result.put("ok", true).put("protocolVersion", 3).put("version", versionInConnect);
    } else if (method.equals("sessions.open")) {
      result.put("status", "created").put("sessionId", "s-opened");
    } else if (method.equals("ping")) {
      result.put("message", "pong").put("timestamp", 1).put("protocolVersion", 3);
    } else if (method.equals("session.send")) {
      result.put("messageId", "m");
    }
    send(answer);
    if (method.equals("session.send") && !silent) {
      ObjectNode event = JSON.createObjectNode().put("method", "session.event");
      ObjectNode parameters = event.putObject("params");
      parameters.set("sessionId", message.get("params").get("sessionId"));
      parameters.putObject("event").put("type", "session.idle").putObject("data");
      send(event);
    }
  }

  private synchronized void send(ObjectNode message) throws IOException {
    byte[] content = JSON.writeValueAsBytes(message.put("jsonrpc", "2.0"));
    OutputStream output = out.join();
    String head = "Content-Length: " + content.length + "\r\n\r\n";
    output.write(head.getBytes(StandardCharsets.US_ASCII));
    output.write(content);
    output.flush();
  }

  @Override
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
  }
}
