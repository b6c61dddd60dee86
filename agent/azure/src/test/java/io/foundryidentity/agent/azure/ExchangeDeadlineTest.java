package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.simulator.Simulator;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send a byte now and then, over plain sockets and over TLS. */
@Timeout(180)
class ExchangeDeadlineTest {

  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final String LONG_BODY = "x".repeat(4_000);

  /** The beginning of a TLS handshake record of 16 kB. */
  private static final byte[] HANDSHAKE = Arrays.copyOf(new byte[] {22, 3, 3, 63, -1, 2}, 2_000);

  private static Simulator simulator;

  @BeforeAll
  static void trust() {
    simulator = Simulator.builder().start();
    simulator.certificates().trustProperties().forEach(flag -> property(flag, true));
  }

  @AfterAll
  static void distrust() {
    simulator.certificates().trustProperties().forEach(flag -> property(flag, false));
    simulator.close();
  }

  private static void property(String flag, boolean set) {
    String[] named = flag.substring("-D".length()).split("=", 2);
    if (set) {
      System.setProperty(named[0], named[1]);
    } else {
      System.clearProperty(named[0]);
    }
  }

  private static DirectHttpClient client(Map<String, String> environment) {
    return new DirectHttpClient(
        new Connector(new ProxyLookup(environment), LIMIT, LIMIT), Duration.ofMillis(500));
  }

  private static void assertGivenUp(
      String url, Map<String, String> environment, DrippingServer server) {
    long start = System.nanoTime();
    assertThatThrownBy(
            () -> client(environment).sendSync(new HttpRequest(HttpMethod.GET, url), Context.NONE))
        .hasRootCauseInstanceOf(SocketTimeoutException.class);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    awaitAccepted(server);
    assertThat(server.acceptedConnections()).isEqualTo(1);
    assertClosed(server);
  }

  /** The connection is there for the client before the server's thread has it. */
  private static void awaitAccepted(DrippingServer server) {
    long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (server.acceptedConnections() == 0 && System.nanoTime() < latest) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** The server notices with its next byte or two. */
  private static void assertClosed(DrippingServer server) {
    long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (server.openConnections() > 0 && System.nanoTime() < latest) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(server.openConnections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfa0\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
      })
  void an_answer_that_drips_is_given_up_with_and_without_tls(String begin) throws Exception {
    String answer = begin + LONG_BODY;
    byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
    try (DrippingServer plain = DrippingServer.of(bytes, true)) {
      assertGivenUp("http://127.0.0.1:" + plain.port(), Map.of(), plain);
    }
    try (DrippingServer tls =
        DrippingServer.tls(simulator.certificates().serverNamed("127.0.0.1"), answer)) {
      assertGivenUp("https://127.0.0.1:" + tls.port(), Map.of(), tls);
    }
  }

  @Test
  void a_handshake_that_drips_is_given_up() throws Exception {
    try (DrippingServer server = DrippingServer.of(HANDSHAKE, false)) {
      assertGivenUp("https://127.0.0.1:" + server.port(), Map.of(), server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 100 Continue\r\n\r\n", ""})
  void a_proxy_whose_answer_drips_is_given_up(String begin) throws Exception {
    byte[] bytes = (begin + LONG_BODY).getBytes(StandardCharsets.US_ASCII);
    try (DrippingServer proxy = DrippingServer.of(bytes, true)) {
      Map<String, String> environment = Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
      assertGivenUp("https://login.example:8443/t", environment, proxy);
    }
  }

  /** Signs in as the library does: on another thread, with retries, and without an end. */
  private static SyncCredential stubborn(String url, DirectHttpClient http, FetchThreads threads) {
    return request ->
        CompletableFuture.supplyAsync(
                () -> {
                  while (true) {
                    Throwable failure =
                        catchThrowable(
                            () ->
                                http.sendSync(new HttpRequest(HttpMethod.GET, url), Context.NONE));
                    if (failure instanceof IllegalStateException) {
                      throw (IllegalStateException) failure;
                    }
                  }
                },
                threads)
            .thenApply(never -> (AccessToken) never)
            .join();
  }

  @Test
  void a_failure_with_which_the_time_ends_is_told_as_the_end_of_the_time() {
    FetchThreads threads = new AgentThreads().ofSource();
    SyncCredential late =
        request -> {
          while (threads.endNanos() - System.nanoTime() > 0) {
            Thread.onSpinWait();
          }
          throw new IllegalStateException("the time for this request has ended");
        };
    CredentialChain chain = new CredentialChain(List.of(new Member("Late", false, () -> late)));
    AzureTokenSource source =
        new AzureTokenSource(() -> chain, "scope", new IssuerClock(Clock.system()), threads, LIMIT);
    assertThatThrownBy(source::fetch)
        .isInstanceOf(TokenSourceException.class)
        .hasMessage("no token within 500 ms");
  }

  @Test
  void many_sources_of_one_dripping_server_hold_few_threads_and_connections() throws Exception {
    Set<Thread> ofOtherTests = libraryThreads();
    AgentThreads all = new AgentThreads();
    int sources = 3 * AgentThreads.FETCHES;
    ExecutorService callers = Executors.newFixedThreadPool(sources);
    try (DrippingServer server = DrippingServer.of(HANDSHAKE, false)) {
      String url = "https://127.0.0.1:" + server.port();
      List<Future<?>> fetches = new ArrayList<>();
      for (int i = 0; i < sources; i++) {
        FetchThreads threads = all.ofSource();
        DirectHttpClient http =
            new DirectHttpClient(
                new Connector(new ProxyLookup(Map.of()), LIMIT, Duration.ofSeconds(20)),
                LIMIT,
                null,
                threads::endNanos);
        CredentialChain chain =
            new CredentialChain(
                List.of(new Member("Stubborn", false, () -> stubborn(url, http, threads))));
        AzureTokenSource source =
            new AzureTokenSource(
                () -> chain, "scope", new IssuerClock(Clock.system()), threads, LIMIT.plus(LIMIT));
        fetches.add(
            callers.submit(
                () -> {
                  for (int again = 0; again < 2; again++) {
                    assertThatThrownBy(source::fetch).isInstanceOf(TokenSourceException.class);
                  }
                }));
      }
      int mostOpen = 0;
      int mostThreads = 0;
      for (Future<?> fetch : fetches) {
        while (!fetch.isDone()) {
          mostOpen = Math.max(mostOpen, server.heldConnections());
          Set<Thread> own = libraryThreads();
          own.removeAll(ofOtherTests);
          mostThreads = Math.max(mostThreads, own.size());
          LockSupport.parkNanos(5_000_000);
        }
        fetch.get();
      }
      // One fetch may begin while the last connection of another is being closed
      assertThat(mostOpen).isBetween(1, 2 * AgentThreads.FETCHES);
      assertThat(mostThreads).isBetween(1, 3 * AgentThreads.FETCHES);
      assertClosed(server);
    } finally {
      callers.shutdownNow();
    }
  }

  private static Set<Thread> libraryThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("foundry-identity-azure-"))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
