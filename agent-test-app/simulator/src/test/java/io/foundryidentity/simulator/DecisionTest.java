package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DecisionTest {
  private final List<Decision> decisions = new CopyOnWriteArrayList<>();
  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    simulator.foundry().watch((request, decision) -> decisions.add(decision));
    client = new Client(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_good_token_passes() throws Exception {
    client.chat("Authorization", "Bearer " + simulator.identity().token().issue());
    assertThat(decisions).containsExactly(Decision.PASSED);
  }

  @Test
  void an_expired_token_is_told_from_none() throws Exception {
    String dead = simulator.identity().token().lifetime(Duration.ofSeconds(-1)).issue();
    client.chat("Authorization", "Bearer " + dead);
    client.chat();
    client.chat("api-key", "a-placeholder");
    client.chat("Authorization", "Bearer a-placeholder");
    client.chat("Authorization", "Bearer " + simulator.identity().token().forged().issue());
    assertThat(decisions)
        .containsExactly(
            Decision.EXPIRED,
            Decision.NO_TOKEN,
            Decision.NO_TOKEN,
            Decision.NO_TOKEN,
            Decision.NO_TOKEN);
  }

  @Test
  void a_good_token_that_is_refused_is_another_matter() throws Exception {
    simulator.foundry().denyRole();
    client.chat("Authorization", "Bearer " + simulator.identity().token().issue());
    assertThat(decisions).containsExactly(Decision.OTHER);
  }
}
