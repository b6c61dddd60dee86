package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.CopilotClient;
import com.github.copilot.CopilotSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls that meet each other, and calls that fail. */
class ConcurrentCallsTest extends AuthorizedSessions {

  private static final String OLD = "1.0.39";
  private static final String ABLE = "1.0.65";

  @Test
  void what_the_cli_says_is_heard_while_a_token_is_waited_for() throws Exception {
    FakeCli cli = cli(ABLE);
    CopilotClient client = clientOf(cli);
    CopilotSession session = client.createSession(session(target())).join();
    cli.askForToken("s-1", "default");
    network().authorizer().holdTokens();
    CompletableFuture<JsonNode> waits = cli.startAsking("s-1", "default");
    network().authorizer().whenSomebodyWaits().get(30, TimeUnit.SECONDS);

    cli.sendFailure("s-1", 401);
    assertThat(session.sendAndWait("meanwhile").get(30, TimeUnit.SECONDS)).isEmpty();

    network().authorizer().releaseTokens();
    assertThat(waits.get(30, TimeUnit.SECONDS).get("token").asText()).isNotEmpty();
  }

  @Test
  void nothing_overtakes_a_turn_that_waits_for_its_token() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(session(target())).join();
    network().authorizer().holdTokens();
    CompletableFuture<String> first = session.sendAndWait("one");
    network().authorizer().whenSomebodyWaits().get(30, TimeUnit.SECONDS);
    CompletableFuture<Void> abort = session.abort();
    network().authorizer().releaseTokens();
    first.get(30, TimeUnit.SECONDS);
    abort.get(30, TimeUnit.SECONDS);

    assertThat(methods(cli)).endsWith("session.send", "session.abort");
  }

  @Test
  void turns_that_wait_begin_in_their_order() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(session(target())).join();
    network().authorizer().holdTokens();
    List<CompletableFuture<?>> turns =
        List.of(
            session.send("1"),
            session.send("2"),
            session.send("3"),
            session.send("4"),
            session.send("5"));
    network().authorizer().whenSomebodyWaits().get(30, TimeUnit.SECONDS);
    network().authorizer().releaseTokens();
    CompletableFuture.allOf(turns.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

    assertThat(cli.calls())
        .filteredOn(call -> call.method().equals("session.send"))
        .extracting(call -> call.parameters().get("prompt").asText())
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void the_end_of_a_session_waits_for_no_token() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(session(target())).join();
    network().authorizer().holdTokens();
    CompletableFuture<?> turn = session.send("one");
    network().authorizer().whenSomebodyWaits().get(30, TimeUnit.SECONDS);
    session.close();

    assertThat(methods(cli)).endsWith("session.destroy");
    network().authorizer().releaseTokens();
    turn.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_session_that_could_not_be_resumed_is_as_before() throws Exception {
    FakeCli cli = cli(ABLE);
    CopilotClient client = clientOf(cli);
    client.createSession(session(target())).join();
    cli.refuse("session.resume");

    assertThatThrownBy(() -> client.resumeSession(session(target())).join())
        .hasMessageContaining("not this time");
    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
  }

  @Test
  void a_session_that_nobody_knows_is_not_signed_in() throws Exception {
    FakeCli cli = cli(ABLE);
    CopilotClient client = clientOf(cli);
    cli.refuse("session.resume");

    assertThatThrownBy(() -> client.resumeSession(session(target())).join())
        .hasMessageContaining("not this time");
    assertThat(cli.askForToken("s-1", "default").has("token")).isFalse();
  }

  @Test
  void a_cli_that_does_not_tell_its_version_is_told_a_token() throws Exception {
    FakeCli cli = cli(ABLE);
    cli.refuse("status.get");
    clientOf(cli).createSession(session(target())).join();

    assertThat(cli.last("session.create").get("provider").get("bearerToken").asText())
        .isEqualTo(token());
  }

  @Test
  void a_session_that_goes_on_with_a_stranger_is_left_alone_from_then_on() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotClient client = clientOf(cli);
    client.createSession(session(target())).join();
    CopilotSession resumed =
        client
            .resumeSession(session(target().setBaseUrl(network().stranger("/v1").toString())))
            .join();
    cli.tellFailure("s-1", 401);
    resumed.sendAndWait("hello").get(30, TimeUnit.SECONDS);

    assertThat(cli.calls())
        .filteredOn(call -> call.method().equals("session.resume"))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.parameters().get("provider").get("apiKey").asText())
                    .isEqualTo(KEY));
  }

  @Test
  void a_turn_begins_although_its_session_was_not_told_the_next_token() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(session(target())).join();
    cli.refuse("session.resume");
    cli.tellFailure("s-1", 401);
    session.sendAndWait("hello").get(30, TimeUnit.SECONDS);

    assertThat(methods(cli)).endsWith("session.resume", "session.send");
  }

  @Test
  void two_sessions_begin_at_once() throws Exception {
    FakeCli cli = cli(ABLE);
    CopilotClient client = clientOf(cli);
    CompletableFuture<?> one = client.createSession(session(target()));
    CompletableFuture<?> two = client.createSession(session(target()).setSessionId("s-2"));
    one.get(30, TimeUnit.SECONDS);
    two.get(30, TimeUnit.SECONDS);

    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
    assertThat(cli.askForToken("s-2", "default").get("token").asText()).isEqualTo(token());
    assertThat(methods(cli)).filteredOn("status.get"::equals).hasSize(1);
  }

  @Test
  void where_the_agent_is_broken_the_cli_has_an_answer() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join();
    network().authorizer().breakDown();
    assertThat(cli.askForToken("s-1", "default").get("message").asText()).contains("no token");

    assertThat(network().authorizer().failures()).hasSize(1);
    forgetFailures();
  }

  private static List<String> methods(FakeCli cli) {
    return cli.calls().stream().map(FakeCli.Call::method).toList();
  }
}
