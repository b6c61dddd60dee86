package io.foundryidentity.agent.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class RefusalExplainerTest {

  private static final String TOKEN = "opaque-but-secret";
  private static final String MODELS = "/openai/v1/models";
  private static final long FIVE_MINUTES = 5 * 60_000;

  private final List<String> lines = new ArrayList<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private final Time time = new Time();
  private AnsweringTarget target;
  private RefusalExplainer explainer;

  @BeforeEach
  void start() throws IOException, ConfigurationException {
    target = new AnsweringTarget();
    Rule rule = Configuration.read("hosts=" + target.url()).rules().get(0);
    Duration limit = Duration.ofSeconds(60);
    Connector connector = new Connector(new ProxyLookup(Map.of()), limit, limit);
    explainer =
        new RefusalExplainer(
            rule.targets().get(0),
            rule,
            () -> new TargetProbe(connector),
            new Later(),
            time,
            lines::add);
  }

  @AfterEach
  void stop() throws IOException {
    target.close();
  }

  private void refused(int status) {
    BearerToken token = new BearerToken(TOKEN, Long.MAX_VALUE, 0);
    explainer.note(status, "127.0.0.1", "/openai/v1/responses", MODELS, "s", () -> token);
  }

  private void work() {
    tasks.forEach(Runnable::run);
    tasks.clear();
  }

  @Test
  void the_applications_thread_asks_nothing() {
    refused(401);

    assertThat(target.requests()).isEmpty();
    assertThat(lines).isEmpty();
  }

  @Test
  void many_refusals_are_one_question_and_one_line() {
    target.answers(403, "{\"error\":{\"code\":\"PermissionDenied\",\"message\":\"no\"}}");
    for (int i = 0; i < 100; i++) {
      refused(401);
    }
    work();

    assertThat(target.requests()).containsExactly("GET " + MODELS + " HTTP/1.1");
    assertThat(lines).singleElement().asString().contains("answers 401", "(role-missing)");
  }

  @Test
  void a_cause_is_told_once_and_asked_for_ever_more_rarely() {
    target.answers(403, "{}");
    refused(403);
    work();
    time.pass(FIVE_MINUTES);
    refused(403);
    work();
    time.pass(FIVE_MINUTES);
    refused(403);
    work();
    time.pass(FIVE_MINUTES);
    refused(403);
    work();

    assertThat(target.requests()).hasSize(3);
    assertThat(lines).hasSize(1);
  }

  @Test
  void another_cause_is_another_line() {
    target.answers(403, "{}");
    refused(403);
    work();
    time.pass(FIVE_MINUTES);
    target.answers(403, "{\"error\":{\"message\":\"Public access is disabled.\"}}");
    refused(403);
    work();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("(public-access-disabled)");
  }

  @Test
  void a_403_of_a_target_that_takes_the_identity_is_the_operations_own() {
    target.answers(200, "{}");
    refused(403);
    work();

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("/openai/v1/responses", "(operation-refused)");
  }

  @Test
  void a_401_that_is_over_is_told_only_when_it_comes_again() {
    target.answers(200, "{}");
    refused(401);
    work();
    assertThat(lines).isEmpty();
    time.pass(FIVE_MINUTES);
    refused(401);
    work();

    assertThat(lines).hasSize(1);
  }

  @Test
  void a_target_that_cannot_be_asked_is_told_with_the_command_that_can() throws IOException {
    target.close();
    refused(403);
    work();

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("java -jar foundry-identity-agent.jar check " + target.url());
  }

  @Test
  void a_front_that_echoes_the_token_does_not_bring_it_into_the_log() {
    target.answers(403, "{\"message\":\"Not you, " + TOKEN + "\\u001b[31m\"}");
    refused(403);
    work();

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("Not you, ***")
        .doesNotContain(TOKEN, "\u001b");
  }

  @Test
  void without_a_token_at_hand_nothing_is_asked() {
    explainer.note(403, "127.0.0.1", MODELS, MODELS, "s", () -> null);
    work();

    assertThat(target.requests()).isEmpty();
    assertThat(lines).isEmpty();
  }

  /** Keeps the tasks until the test runs them. */
  private final class Later implements Scheduler {
    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
      tasks.add(task);
      return new CompletableFuture<>();
    }
  }

  private static final class Time implements Clock {
    private long millis = 1_000;

    void pass(long more) {
      millis += more;
    }

    @Override
    public long epochMillis() {
      return millis;
    }

    @Override
    public long monotonicMillis() {
      return millis;
    }
  }
}
