package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A WebSocket of the JDK's client through a gateway, and what arrives on it. */
final class Session implements WebSocket.Listener {

  private static final long PATIENCE_SECONDS = 90;

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private int bytes;
  private WebSocket socket;

  private Session() {}

  /** Opens it with the secret in a header. */
  static Session open(OpenGateway gateway, String path, String header, String value)
      throws ExecutionException, InterruptedException, TimeoutException {
    Session session = new Session();
    session.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header(header, value)
            .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + path), session)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return session;
  }

  static Session open(OpenGateway gateway)
      throws ExecutionException, InterruptedException, TimeoutException {
    return open(gateway, "/openai/v1/realtime", "Authorization", "Bearer " + gateway.secret());
  }

  WebSocket socket() {
    return socket;
  }

  Session send(String message) throws ExecutionException, InterruptedException, TimeoutException {
    socket.sendText(message, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  String next() throws InterruptedException {
    String next = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("a message").isNotNull();
    return next;
  }

  /** Reads until a message of that type. */
  String next(String type) throws InterruptedException {
    String next = next();
    while (!next.contains("\"" + type + "\"")) {
      next = next();
    }
    return next;
  }

  /** The close code and reason, or the failure. */
  String end() throws ExecutionException, InterruptedException, TimeoutException {
    return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      texts.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    bytes += data.remaining();
    if (last) {
      texts.add(bytes + " bytes");
      bytes = 0;
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    end.complete("failed");
  }
}
