package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes without the secret, which hold as many connections as they can. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FloodTest {

  private static final int MANY = 1_500;
  private static final int MOST_UNAUTHENTICATED = 64;

  /** Longer than a client with the secret may wait: it is not answered because strangers ended. */
  private static final long HEAD_MILLIS = 300_000;

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final String HALF_A_HEAD =
      "GET /openai/v1/models HTTP/1.1\r\nHost: 127.0.0.1:1\r\n";

  private final List<Socket> strangers = new ArrayList<>();
  private OpenGateway open;

  @BeforeEach
  void open() throws IOException {
    open = new OpenGateway(new Limits(MOST_UNAUTHENTICATED, 1000, HEAD_MILLIS));
    answered(); // the first request loads classes
  }

  @AfterEach
  void close() throws IOException {
    for (Socket stranger : strangers) {
      stranger.close();
    }
    open.close();
  }

  private Socket stranger(String sends) throws IOException {
    Socket socket = new Socket();
    strangers.add(socket);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), open.port()), 20_000);
    send(socket, sends);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Duration answered() throws IOException {
    long start = System.nanoTime();
    assertThat(open.ask(open.get("/openai/v1/models")).status()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static long platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("foundry-identity-"))
        .count();
  }

  @Test
  void a_client_with_the_secret_is_answered_behind_1500_unfinished_heads() throws IOException {
    long before = platformThreads();
    for (int i = 0; i < MANY; i++) {
      stranger(HALF_A_HEAD);
    }
    assertThat(answered()).isLessThan(LONGEST_ANSWER);
    assertThat(open.gateway.unauthenticatedCount()).isLessThanOrEqualTo(MOST_UNAUTHENTICATED);
    assertThat(platformThreads() - before).isLessThan(MOST_UNAUTHENTICATED + 20);
  }

  @Test
  void a_client_with_the_secret_is_answered_behind_1500_connections_that_say_nothing()
      throws IOException {
    for (int i = 0; i < MANY; i++) {
      stranger("");
    }
    assertThat(answered()).isLessThan(LONGEST_ANSWER);
    assertThat(open.gateway.unauthenticatedCount()).isLessThanOrEqualTo(MOST_UNAUTHENTICATED);
  }

  @Test
  void the_identity_endpoint_answers_behind_strangers_that_ask_it_too() throws IOException {
    IdentityEndpoint endpoint = open.gateway.identityEndpoint(open.route);
    String asked =
        "GET /foundry-gateway/msi/token?api-version=2019-08-01&resource=a HTTP/1.1\r\nHost:"
            + " 127.0.0.1:"
            + open.port()
            + "\r\nX-IDENTITY-HEADER: ";
    for (int i = 0; i < 500; i++) {
      stranger(i % 2 == 0 ? asked : asked + "wrong\r\n\r\n");
    }
    assertThat(open.ask(asked + endpoint.header() + "\r\n\r\n").status()).isEqualTo(200);
    assertThat(open.gateway.unauthenticatedCount()).isLessThanOrEqualTo(MOST_UNAUTHENTICATED);
  }

  @Test
  void the_newest_connections_stay_and_the_oldest_is_closed() throws IOException {
    Socket oldest = stranger(HALF_A_HEAD);
    oldest.setSoTimeout(50);
    for (int i = 0; i < MOST_UNAUTHENTICATED; i++) {
      stranger(HALF_A_HEAD);
    }
    // Another one is closed if the oldest one's bytes were not read yet: then it is its turn later
    for (int i = 0; i < MANY && !hasEnded(oldest); i++) {
      stranger(HALF_A_HEAD);
    }
    assertThat(hasEnded(oldest)).isTrue();
    Socket newest = strangers.get(strangers.size() - 1);
    newest.setSoTimeout(200);
    assertThat(hasEnded(newest)).isFalse();
  }

  /** The flood goes on, as fast as one thread can, while clients with the secret ask. */
  @Test
  void clients_with_the_secret_are_answered_while_the_flood_goes_on() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger came = new AtomicInteger();
    Thread flood =
        new Thread(
            () -> {
              List<Socket> held = new ArrayList<>();
              while (!enough.get() && came.get() < 50_000) {
                try {
                  Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.port());
                  held.add(socket);
                  send(socket, HALF_A_HEAD);
                  came.incrementAndGet();
                } catch (IOException dropped) {
                  came.incrementAndGet();
                }
                if (held.size() > 200) {
                  closeQuietly(held.remove(0));
                }
              }
              held.forEach(FloodTest::closeQuietly);
            });
    flood.start();
    try {
      for (int i = 0; i < 50 || (came.get() <= MOST_UNAUTHENTICATED && flood.isAlive()); i++) {
        assertThat(answered()).isLessThan(LONGEST_ANSWER);
      }
    } finally {
      enough.set(true);
      flood.join();
    }
    assertThat(came.get()).isGreaterThan(MOST_UNAUTHENTICATED);
  }

  @Test
  void a_connection_that_is_kept_is_served_behind_a_flood() throws IOException {
    try (RawClient client = open.connect()) {
      assertThat(client.send(open.get("/openai/v1/models")).answer().status()).isEqualTo(200);
      for (int i = 0; i < 3 * MOST_UNAUTHENTICATED; i++) {
        stranger(HALF_A_HEAD);
      }
      assertThat(client.send(open.get("/openai/v1/models")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_head_that_drips_ends_by_the_clock_and_not_by_its_last_byte() throws Exception {
    try (Gateway quick = Gateway.open(open.network.authorizer(), 0, new Limits(64, 1000, 500))) {
      // Before the connection, as the gateway's clock for it may begin before the client goes on
      long start = System.nanoTime();
      Socket dripping = new Socket(InetAddress.getLoopbackAddress(), quick.port());
      strangers.add(dripping);
      dripping.setSoTimeout(50);
      boolean ended = false;
      for (int i = 0; i < 2_000 && !ended; i++) {
        try {
          send(dripping, i == 0 ? "GET / HTTP/1.1\r\nX-Long: " : "x");
          ended = hasEnded(dripping); // waits for 50 ms
        } catch (IOException closed) {
          ended = true;
        }
      }
      assertThat(ended).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(400), Duration.ofSeconds(40));
    }
  }

  @Test
  void a_kept_connection_whose_next_head_drips_ends_too() throws Exception {
    try (Gateway quick = Gateway.open(open.network.authorizer(), 0, new Limits(64, 1000, 3_000))) {
      Route route = quick.route(open.route.target());
      try (RawClient client = new RawClient(quick.port())) {
        String request =
            open.get("/openai/v1/models")
                .replace(open.secret(), route.secret())
                .replace(":" + open.port(), ":" + quick.port());
        assertThat(client.send(request).answer().status()).isEqualTo(200);
        client.send("GET /openai/v1/models HTTP/1.1\r\n");
        assertThat(quick.unauthenticatedCount()).isLessThanOrEqualTo(1);
        assertThat(client.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void a_kept_connection_that_goes_on_without_the_secret_is_closed() throws IOException {
    try (RawClient client = open.connect()) {
      assertThat(client.send(open.get("/openai/v1/models")).answer().status()).isEqualTo(200);
      client.send(open.get("/openai/v1/models").replace(open.secret(), "wrong"));
      assertThat(client.rest()).startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void too_many_clients_with_the_secret_are_told_so() throws IOException {
    try (Gateway small = Gateway.open(open.network.authorizer(), 0, new Limits(64, 1, 10_000))) {
      Route route = small.route(open.route.target());
      String request =
          open.get("/openai/v1/models")
              .replace(open.secret(), route.secret())
              .replace(":" + open.port(), ":" + small.port());
      try (RawClient first = new RawClient(small.port())) {
        assertThat(first.send(request).answer().status()).isEqualTo(200);
        assertThat(RawClient.ask(small.port(), request))
            .satisfies(
                answer -> {
                  assertThat(answer.status()).isEqualTo(503);
                  assertThat(answer.body()).contains("TooManyConnections");
                });
        assertThat(first.send(request).answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_head_of_very_many_short_lines_is_refused() throws IOException {
    Socket stranger = stranger("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(300));
    stranger.setSoTimeout(30_000);
    assertThat(new String(stranger.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 403");
  }

  @Test
  void strangers_that_leave_give_their_room_back() throws Exception {
    for (int i = 0; i < 20; i++) {
      stranger(HALF_A_HEAD);
    }
    for (Socket stranger : strangers) {
      stranger.close();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (open.gateway.unauthenticatedCount() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(open.gateway.unauthenticatedCount()).isZero();
  }

  private static boolean hasEnded(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }
}
