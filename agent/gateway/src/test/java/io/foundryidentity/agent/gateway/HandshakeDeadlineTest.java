package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.server.HeadReader;
import io.foundryidentity.agent.core.server.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For how long a target may take to answer a WebSocket handshake. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HandshakeDeadlineTest {

  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ByteArrayOutputStream answered = new ByteArrayOutputStream();
  private BareTarget target;
  private Gateway gateway;
  private Route route;

  @BeforeEach
  void open() throws IOException {
    target = new BareTarget();
    gateway = Gateway.open(new BareTarget.Signer(), 0);
    route = gateway.route(target.target());
  }

  @AfterEach
  void close() throws IOException {
    clock.shutdownNow();
    gateway.close();
    target.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 101 Switching Protocols\r\nX-Slow: ",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 100000\r\n\r\n",
      })
  void a_byte_now_and_then_does_not_make_it_longer(String begin) throws Exception {
    CompletableFuture<WebSocketForwarding.TargetEnd> opened = opening(Duration.ofSeconds(2));
    try (BareTarget.Received received = target.receive()) {
      received.answer(begin);
      clock.scheduleAtFixedRate(() -> sendOne(received), 0, 50, TimeUnit.MILLISECONDS);
      assertThat(opened.get(20, TimeUnit.SECONDS)).isNull();
      assertThat(received.isLeft()).isTrue();
    }
    assertThat(answered.toString(StandardCharsets.US_ASCII))
        .startsWith("HTTP/1.1 502 ")
        .contains("it did not answer in time")
        .doesNotContain(BareTarget.TOKEN);
  }

  @Test
  void a_target_that_says_nothing_does_not_hold_the_client() throws Exception {
    CompletableFuture<WebSocketForwarding.TargetEnd> opened = opening(Duration.ofSeconds(2));
    try (BareTarget.Received received = target.receive()) {
      assertThat(opened.get(20, TimeUnit.SECONDS)).isNull();
      assertThat(received.isLeft()).isTrue();
    }
    assertThat(answered.toString(StandardCharsets.US_ASCII)).contains("it did not answer in time");
  }

  @Test
  void the_session_itself_has_no_such_limit() throws Exception {
    CompletableFuture<WebSocketForwarding.TargetEnd> opened = opening(Duration.ofSeconds(5));
    try (BareTarget.Received received = target.receive()) {
      received.answer(SWITCH);
      WebSocketForwarding.TargetEnd end = opened.get(20, TimeUnit.SECONDS);
      CompletableFuture<Integer> frame =
          CompletableFuture.supplyAsync(() -> read(end.in), task -> new Thread(task).start());
      assertThatThrownBy(() -> frame.get(6, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      received.answer("x");
      assertThat(frame.get(20, TimeUnit.SECONDS)).isOne();
      end.socket.close();
    }
  }

  private CompletableFuture<WebSocketForwarding.TargetEnd> opening(Duration longest)
      throws Exception {
    TargetTls tls = new TargetTls();
    WebSocketForwarding forwarding =
        new WebSocketForwarding(new TargetAuthorization(new BareTarget.Signer()), tls, longest);
    RequestHead head =
        head(
            WebSocketWireTest.handshake(
                gateway.port(), route.secret(), "/openai/v1/realtime?model=m"));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return forwarding.open(
                route, head, new WebSocketCall(tls, () -> {}), new Reply(answered, true));
          } catch (IOException broken) {
            throw new IllegalStateException(broken);
          }
        },
        task -> new Thread(task).start());
  }

  private static RequestHead head(String sent) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
      return HeadReader.read(new ConnectionInput(server), 64 * 1024);
    }
  }

  private static int read(AnswerInput in) {
    try {
      return in.read(new byte[16], 0, 16);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static void sendOne(BareTarget.Received to) {
    try {
      to.answer("1");
    } catch (IOException left) {
      throw new IllegalStateException(left);
    }
  }
}
