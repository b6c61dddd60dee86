package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.CopilotClient;
import com.github.copilot.CopilotSession;
import io.foundryidentity.agent.bootstrap.CliBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A CLI before 1.0.65, which ignores that it could ask. */
class OlderCliTest extends AuthorizedSessions {

  private static final String OLD = "1.0.39";

  @Test
  void one_that_was_found_is_told_a_token() throws Exception {
    FakeCli cli = cli(OLD);
    clientOf(cli).createSession(session(target().setHeaders(keyHeaders()))).join();

    JsonNode provider = cli.last("session.create").get("provider");
    assertThat(provider.get("bearerToken").asText()).isEqualTo(token());
    assertThat(provider.toString()).doesNotContain(KEY);
    assertThat(routes.opened).isEmpty();
  }

  @Test
  void it_is_told_the_next_one_before_a_turn() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session =
        clientOf(cli).createSession(session(target()).setStreaming(true)).join();
    session.sendAndWait("one").join();
    assertThat(cli.calls()).extracting(FakeCli.Call::method).doesNotContain("session.resume");

    String before = token();
    network()
        .authorizer()
        .find("https", "localhost", port(), "/")
        .refused("localhost", "/", "Bearer " + before, 0);
    session.sendAndWait("two").join();

    JsonNode resumed = cli.last("session.resume");
    assertThat(resumed.get("sessionId").asText()).isEqualTo("s-1");
    assertThat(resumed.get("streaming").asBoolean()).isTrue();
    assertThat(resumed.has("model")).as("the application may have chosen another since").isFalse();
    assertThat(resumed.get("provider").get("bearerToken").asText())
        .isEqualTo(token())
        .isNotEqualTo(before);
    assertThat(cli.calls())
        .extracting(FakeCli.Call::method)
        .endsWith("session.resume", "session.send");
  }

  @Test
  void a_refused_turn_is_followed_by_one_with_another_token() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(session(target())).join();
    String before = token();
    cli.tellFailure("s-1", 401);
    session.sendAndWait("again").join();

    assertThat(cli.last("session.resume").get("provider").get("bearerToken").asText())
        .isEqualTo(token())
        .isNotEqualTo(before);
  }

  @Test
  void without_a_token_it_is_told_what_the_application_wrote() throws Exception {
    network().authorizer().haveNoToken();
    FakeCli cli = cli(OLD);
    clientOf(cli).createSession(session(target())).join();

    assertThat(cli.last("session.create").get("provider").get("apiKey").asText()).isEqualTo(KEY);
  }

  @Test
  void without_a_token_a_session_fails_where_the_policy_says_so() throws Exception {
    network().authorizer().failByPolicy("the identity endpoint is down");
    FakeCli cli = cli(OLD);
    CopilotClient client = clientOf(cli);

    assertThatThrownBy(() -> client.createSession(session(target())).join())
        .hasRootCauseInstanceOf(FailurePolicyException.class)
        .hasMessageContaining("the identity endpoint is down");
    assertThat(cli.calls()).extracting(FakeCli.Call::method).doesNotContain("session.create");
  }

  @Test
  void what_hangs_on_a_session_never_sees_the_agents_class_loader() throws Exception {
    network().authorizer().holdTokens();
    CompletableFuture<ClassLoader> seen =
        clientOf(cli(OLD))
            .createSession(session(target()))
            .handle((session, failure) -> Thread.currentThread().getContextClassLoader());
    network().authorizer().whenSomebodyWaits().get(30, TimeUnit.SECONDS);
    network().authorizer().giveUpTokens("the identity endpoint is down");

    assertThat(seen.get(30, TimeUnit.SECONDS))
        .isSameAs(Thread.currentThread().getContextClassLoader())
        .isNotSameAs(AGENTS);
  }

  @Test
  void over_plain_http_one_that_was_found_is_told_nothing() throws Exception {
    FakeCli cli = cli(OLD);
    String plain = network().plainTarget("/openai/v1").toString();
    clientOf(cli).createSession(session(target().setBaseUrl(plain))).join();

    assertThat(cli.last("session.create").get("provider").get("apiKey").asText()).isEqualTo(KEY);
  }

  @Test
  void without_the_agent_nothing_is_changed() throws Exception {
    CliBridge.install(null);
    FakeCli cli = cli(OLD);
    clientOf(cli).createSession(session(target())).join();

    assertThat(cli.calls()).extracting(FakeCli.Call::method).containsExactly("session.create");
    assertThat(cli.last("session.create").get("provider").get("apiKey").asText()).isEqualTo(KEY);
  }

  private int port() {
    return network().foundry().port();
  }
}
