package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TokenTimeTest {
  private static final String COGNITIVE = "https://cognitiveservices.azure.com";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().clock(clock).tokenLifetime(Duration.ofHours(24)).build();
    simulator.start();
    client = new Client(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_token_is_good_to_its_last_second_and_not_one_longer() throws Exception {
    String token = simulator.identity().issue(COGNITIVE);
    clock.pass(Duration.ofHours(24).minusSeconds(1));
    assertThat(status(token)).isEqualTo(200);
    clock.pass(Duration.ofSeconds(1));
    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  void a_lifetime_set_later_counts_for_later_tokens_alone() throws Exception {
    String before = simulator.identity().issue(COGNITIVE);
    simulator.identity().lifetime(Duration.ofSeconds(3));
    String after = simulator.identity().issue(COGNITIVE);
    clock.pass(Duration.ofSeconds(3));
    assertThat(status(before)).isEqualTo(200);
    assertThat(status(after)).isEqualTo(401);
  }

  @Test
  void the_same_token_is_issued_until_a_tenth_of_its_life_is_left() {
    simulator.identity().sameToken();
    String first = simulator.identity().issue(COGNITIVE);
    clock.pass(Duration.ofHours(21));
    assertThat(simulator.identity().issue(COGNITIVE)).isEqualTo(first);
    assertThat(simulator.identity().issue("https://ai.azure.com")).isNotEqualTo(first);
    clock.pass(Duration.ofHours(1));
    assertThat(simulator.identity().issue(COGNITIVE)).isNotEqualTo(first);
  }

  @Test
  void a_token_from_the_future_is_refused() throws Exception {
    String token = simulator.identity().issue(COGNITIVE);
    clock.pass(Duration.ofSeconds(-5));
    assertThat(status(token)).isEqualTo(401);
  }

  private int status(String token) throws Exception {
    return client.chat("Authorization", "Bearer " + token).statusCode();
  }
}
