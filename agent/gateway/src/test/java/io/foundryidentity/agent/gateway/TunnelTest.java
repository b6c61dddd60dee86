package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.token.AgentScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When an open WebSocket ends by the clock, which no other side would end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TunnelTest {

  private static final long NEVER = 3_600_000;

  private final AgentScheduler threads = new AgentScheduler();
  private BareTarget target;
  private ServerSocket listener;
  private Socket client;
  private Socket ofGateway;
  private BareTarget.Received received;
  private CompletableFuture<Void> end;

  @BeforeEach
  void open() throws IOException {
    target = new BareTarget();
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    client.setSoTimeout(20_000);
    ofGateway = listener.accept();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    ofGateway.close();
    received.close();
    listener.close();
    target.close();
  }

  @Test
  void a_session_without_a_byte_ends_after_hours() throws Exception {
    begin(new TunnelLimits(300, NEVER, NEVER, 20));
    assertEnded();
  }

  @Test
  void a_session_with_a_ping_now_and_then_stays() throws Exception {
    begin(new TunnelLimits(5_000, NEVER, NEVER, 20));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(7);
    while (System.nanoTime() < until) {
      received.send(new byte[1]);
      assertThat(client.getInputStream().read()).isZero();
    }
    assertThat(end).isNotDone();
    received.close();
    client.close();
    assertEnded();
  }

  @Test
  void a_session_in_which_one_side_does_not_read_ends_after_minutes() throws Exception {
    begin(new TunnelLimits(NEVER, 300, NEVER, 20));
    CompletableFuture<Boolean> broken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                while (true) {
                  client.getOutputStream().write(new byte[1 << 20]);
                }
              } catch (IOException ended) {
                return true;
              }
            });
    end.get(20, TimeUnit.SECONDS);
    assertThat(broken.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_session_of_which_one_side_has_ended_ends_after_a_minute() throws Exception {
    begin(new TunnelLimits(NEVER, NEVER, 300, 20));
    client.shutdownOutput();
    assertEnded();
  }

  private void begin(TunnelLimits limits) throws Exception {
    TargetSocket socket = new TargetSocket(target.target(), new TargetTls());
    socket.connect(List.of());
    socket.output().write("head\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    received = target.receive();
    Tunnel tunnel =
        new Tunnel(
            new ClientSocket(ofGateway, null),
            new ConnectionInput(ofGateway),
            ofGateway.getOutputStream(),
            new WebSocketForwarding.TargetEnd(socket, new AnswerInput(socket.input())),
            limits);
    end =
        CompletableFuture.runAsync(
            () -> tunnel.run(threads::execute, threads, CompletableFuture.completedFuture(true)),
            threads::execute);
  }

  private void assertEnded() throws Exception {
    end.get(20, TimeUnit.SECONDS);
    assertThat(received.isLeft()).isTrue();
    assertThat(ofGateway.isClosed()).isTrue();
  }
}
