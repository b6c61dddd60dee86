package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RealtimeSocketTest {
  private static Simulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openai/realtime?deployment=d&api-key=left", "/openai/v1/realtime"})
  void a_signed_in_socket_gets_a_session_and_its_frames_back(String path) throws Exception {
    Frames frames = new Frames();
    String token = simulator.identity().issue("https://cognitiveservices.azure.com");
    WebSocket socket =
        client
            .http()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .subprotocols("realtime")
            .buildAsync(uri(path), frames)
            .join();
    assertThat(socket.getSubprotocol()).isEqualTo("realtime");
    assertThat(frames.next())
        .contains("session.created", simulator.identity().systemAssignedObjectId());
    socket.sendText("hello", true).join();
    assertThat(frames.next()).contains("simulator.echo", "hello");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  @Test
  void a_turn_has_the_events_of_the_api() throws Exception {
    Frames frames = new Frames();
    WebSocket socket = open("/openai/v1/realtime", frames);
    assertThat(frames.next()).contains("session.created");
    socket.sendText("{\"type\":\"session.update\",\"session\":{\"voice\":\"ash\"}}", true).join();
    assertThat(frames.next()).contains("session.updated", "ash");
    String item = "{\"type\":\"message\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]}";
    socket.sendText("{\"type\":\"conversation.item.create\",\"item\":" + item + "}", true).join();
    assertThat(frames.next()).contains("conversation.item.added");
    assertThat(frames.next()).contains("conversation.item.done");
    socket.sendText("{\"type\":\"response.create\"}", true).join();
    assertThat(frames.next()).contains("response.created", "in_progress");
    assertThat(frames.next()).contains("response.output_text.delta");
    assertThat(frames.next()).contains("response.output_text.delta");
    assertThat(frames.next()).contains("response.output_text.done", ": Hi");
    assertThat(frames.next()).contains("response.done", "completed");
    socket
        .sendText("{\"type\":\"simulator.close\",\"code\":4001,\"reason\":\"enough\"}", true)
        .join();
    assertThat(frames.next()).isEqualTo("4001 enough");
  }

  @Test
  void the_responses_api_answers_on_a_socket_too() throws Exception {
    Frames frames = new Frames();
    WebSocket socket = open("/openai/v1/responses", frames);
    socket.sendText("{\"type\":\"response.create\",\"input\":\"Hi\"}", true).join();
    String last = frames.next();
    assertThat(last).contains("response.created");
    while (!last.contains("\"response.completed\"")) {
      last = frames.next();
    }
    socket.sendText("no event", true).join();
    assertThat(frames.next()).contains("invalid_event");
    socket.abort();
  }

  @Test
  void a_handshake_without_a_good_token_is_refused() {
    Throwable failure =
        catchThrowable(
            () ->
                client
                    .http()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer placeholder")
                    .buildAsync(uri("/openai/v1/realtime"), new Frames())
                    .join());
    assertThat(failure)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    var handshake = (WebSocketHandshakeException) failure.getCause();
    assertThat(handshake.getResponse().statusCode()).isEqualTo(401);
  }

  @Test
  void a_handshake_is_recorded_with_its_headers() {
    simulator.foundry().clear();
    Throwable refused =
        catchThrowable(
            () ->
                client
                    .http()
                    .newWebSocketBuilder()
                    .header("api-key", "placeholder")
                    .buildAsync(uri("/openai/v1/realtime"), new Frames())
                    .join());
    assertThat(refused).hasCauseInstanceOf(WebSocketHandshakeException.class);
    ReceivedRequest received = simulator.foundry().requests().get(0);
    assertThat(received.path()).isEqualTo("/openai/v1/realtime");
    assertThat(received.header("API-KEY")).isEqualTo("placeholder");
  }

  private static WebSocket open(String path, Frames frames) {
    String token = simulator.identity().issue("https://cognitiveservices.azure.com");
    return client
        .http()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(uri(path), frames)
        .join();
  }

  private static URI uri(String path) {
    return URI.create("wss://localhost:" + simulator.foundry().port() + path);
  }

  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<String> texts = new ArrayBlockingQueue<>(100);
    private final StringBuilder text = new StringBuilder();

    /** A message may come in parts, as the connection brings it. */
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      texts.add(code + " " + reason);
      return null;
    }

    String next() throws InterruptedException {
      return texts.poll(60, TimeUnit.SECONDS);
    }
  }
}
