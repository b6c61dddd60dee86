package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.identity.implementation.ImdsRetryStrategy;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpreadRetryTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static String busy(String header) {
    return "HTTP/1.1 429 T\r\nContent-Type: application/json\r\n"
        + header
        + "Content-Length: 20\r\nConnection: close\r\n\r\n{\"error\":\"too_many\"}";
  }

  private static HttpPipeline pipeline(LastAnswer last) {
    DirectHttpClient http =
        new DirectHttpClient(new Connector(new ProxyLookup(Map.of()), LIMIT, LIMIT), LIMIT);
    return Pipelines.of(
        new CheckedHttpClient(http, last), SpreadRetry.policy(new ImdsRetryStrategy()));
  }

  private static HttpResponse ask(HttpPipeline pipeline, ScriptedServer server) {
    return pipeline.sendSync(new HttpRequest(HttpMethod.GET, server.url()), Context.NONE);
  }

  @Test
  void without_a_wait_of_the_endpoint_a_quarter_of_the_librarys_pause_comes_on_top() {
    assertThat(SpreadRetry.pause(800, 0, 0)).isEqualTo(800);
    assertThat(SpreadRetry.pause(800, 0, 0.5)).isEqualTo(900);
    assertThat(SpreadRetry.pause(12_800, 0, 0)).isEqualTo(12_800);
    assertThat(SpreadRetry.pause(12_800, 0, 0.999)).isBetween(15_900L, 16_000L);
  }

  @Test
  void the_wait_that_the_endpoint_asks_for_is_never_shorter_and_the_time_after_it_grows() {
    assertThat(SpreadRetry.pause(800, 1_000, 0)).isEqualTo(1_000);
    assertThat(SpreadRetry.pause(12_800, 1_000, 0)).isEqualTo(1_000);
    assertThat(SpreadRetry.pause(800, 1_000, 0.999)).isBetween(1_390L, 1_400L);
    assertThat(SpreadRetry.pause(12_800, 1_000, 0.999)).isBetween(7_390L, 7_400L);
  }

  @Test
  void a_fetch_waits_no_longer_than_callers_do() {
    assertThat(SpreadRetry.isShort(30_000)).isTrue();
    assertThat(SpreadRetry.isShort(30_001)).isFalse();
  }

  @Test
  void a_busy_endpoint_is_asked_again_after_the_wait_that_it_asks_for() throws IOException {
    try (ScriptedServer server = new ScriptedServer(busy("retry-after-ms: 1\r\n"))) {
      long start = System.nanoTime();
      try (HttpResponse answer = ask(shortPauses(), server)) {
        assertThat(answer.getStatusCode()).isEqualTo(429);
      }
      assertThat(server.requests).hasSize(3);
      assertThat(System.nanoTime() - start).isLessThan(LIMIT.toNanos());
    }
  }

  private static HttpPipeline shortPauses() {
    DirectHttpClient http =
        new DirectHttpClient(new Connector(new ProxyLookup(Map.of()), LIMIT, LIMIT), LIMIT);
    return Pipelines.of(
        new CheckedHttpClient(http, new LastAnswer()),
        SpreadRetry.policy(new ImdsRetryStrategy(2, Duration.ofMillis(10))));
  }

  @Test
  void a_long_wait_ends_the_fetch_at_once_and_is_told_to_the_cache() throws IOException {
    LastAnswer last = new LastAnswer();
    try (ScriptedServer server = new ScriptedServer(busy("Retry-After: 60\r\n"))) {
      FetchThreads threads = new AgentThreads().ofSource();
      CredentialChain chain =
          new CredentialChain(
              List.of(new Member("Busy", false, () -> asking(server, last))),
              SignInEvents.NONE,
              last);
      AzureTokenSource source =
          new AzureTokenSource(
              () -> chain, "scope", new IssuerClock(Clock.system()), threads, LIMIT);
      TokenSourceException failure =
          catchThrowableOfType(TokenSourceException.class, source::fetch);
      assertThat(failure).hasMessageContaining("HTTP 429");
      assertThat(failure.retryAfterMillis()).isEqualTo(60_000);
      assertThat(server.requests).hasSize(1);
    }
  }

  private static SyncCredential asking(ScriptedServer server, LastAnswer last) {
    return request -> {
      try (HttpResponse answer = ask(pipeline(last), server)) {
        throw new IllegalStateException("HTTP " + answer.getStatusCode());
      }
    };
  }
}
