package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that does not read holds its place for a limited time only. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StalledClientTest {

  private static final long LIMIT = 3_000;
  private static final int PIECE = 1 << 20;
  private static final int PIECES = 32;
  private static final int MANY = 40;

  private BareTarget target;
  private Gateway gateway;
  private Route route;

  @BeforeEach
  void open() throws IOException {
    target = new BareTarget();
    gateway = Gateway.open(new BareTarget.Signer(), 0, new Limits(64, 1000, 10_000, LIMIT));
    route = gateway.route(target.target());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    target.close();
  }

  @Test
  void a_client_that_never_reads_is_closed_and_so_is_its_request() throws Exception {
    try (Socket client = client()) {
      CompletableFuture<Boolean> sent = answerMuch();
      awaitStalled();
      assertThat(sent.get(20, TimeUnit.SECONDS)).as("the whole answer was taken").isFalse();
      awaitNoPlaceTaken();
      assertThat(client.isConnected()).isTrue();
    }
  }

  /** The gateway looks again each millisecond, which is sooner than all of them have ended. */
  @Test
  void many_clients_that_are_closed_at_once_are_counted_once_each() throws Exception {
    gateway.close();
    gateway = Gateway.open(new BareTarget.Signer(), 0, new Limits(64, 1000, 10_000, 20));
    route = gateway.route(target.target());
    List<Socket> clients = new ArrayList<>();
    try {
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        clients.add(client());
        all.add(answerMuch());
      }
      for (CompletableFuture<Boolean> sent : all) {
        assertThat(sent.get(20, TimeUnit.SECONDS)).as("the whole answer was taken").isFalse();
      }
      awaitNoPlaceTaken();
      assertThat(gateway.status().stalled).isEqualTo(MANY);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  /** 32 MiB in many reads, of which all together take longer than the limit. */
  @Test
  void a_client_that_reads_slowly_gets_everything() throws Exception {
    try (Socket client = client()) {
      CompletableFuture<Boolean> sent = answerMuch();
      InputStream in = client.getInputStream();
      long begin = System.nanoTime();
      long read = 0;
      byte[] buffer = new byte[256 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        read += count;
        long due = begin + TimeUnit.MILLISECONDS.toNanos(2 * LIMIT * read / PIECE / PIECES);
        while (System.nanoTime() < due) {
          Thread.onSpinWait();
        }
      }
      assertThat(read).isGreaterThan((long) PIECE * PIECES);
      assertThat(sent.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(LIMIT));
      assertThat(gateway.status().stalled).isZero();
    }
  }

  /** The client has left, which nobody sees while the gateway cannot read its body. */
  @Test
  void a_body_that_the_target_does_not_take_does_not_keep_its_place() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST /openai/v1/files HTTP/1.1\r\nHost: 127.0.0.1:"
              + gateway.port()
              + "\r\nContent-Length: "
              + (long) PIECE * PIECES
              + "\r\napi-key: "
              + route.secret()
              + "\r\n\r\n");
      CompletableFuture<Boolean> sent = sendMuch(client);
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head).startsWith("POST ");
        assertThat(sent.get(20, TimeUnit.SECONDS)).as("the whole body was taken").isFalse();
        awaitNoPlaceTaken();
        assertThat(gateway.status().stalled).as("no fault of the client").isZero();
      }
    }
  }

  private static CompletableFuture<Boolean> sendMuch(RawClient client) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            for (int i = 0; i < PIECES; i++) {
              client.send(new byte[PIECE]);
            }
            return true;
          } catch (IOException closed) {
            return false;
          }
        });
  }

  /**
   * The place is given back after the connections are closed, by a thread that nobody waits for.
   */
  private void awaitNoPlaceTaken() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (gateway.status().authenticated > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(gateway.status().authenticated).isZero();
  }

  /** Connects with a small buffer, and asks. */
  private Socket client() throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(4096);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
    String head =
        "GET /openai/v1/files HTTP/1.1\r\nHost: 127.0.0.1:"
            + gateway.port()
            + "\r\nConnection: close\r\napi-key: "
            + route.secret()
            + "\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  /** Whether the target could send all of it. */
  private CompletableFuture<Boolean> answerMuch() {
    return CompletableFuture.supplyAsync(
        () -> {
          String piece = "x".repeat(PIECE);
          try (BareTarget.Received received = target.receive()) {
            received.answer(
                "HTTP/1.1 200 OK\r\nContent-Length: " + (long) PIECE * PIECES + "\r\n\r\n");
            for (int i = 0; i < PIECES; i++) {
              received.answer(piece);
            }
            return true;
          } catch (IOException closed) {
            return false;
          }
        },
        task -> new Thread(task).start());
  }

  private void awaitStalled() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (gateway.status().stalled == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(gateway.status().stalled).isEqualTo(1);
  }
}
