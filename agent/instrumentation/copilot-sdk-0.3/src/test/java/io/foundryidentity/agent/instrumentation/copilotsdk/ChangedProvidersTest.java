package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.CopilotClient;
import com.github.copilot.CopilotSession;
import com.github.copilot.rpc.NamedProviderConfig;
import com.github.copilot.rpc.ProviderConfig;
import com.github.copilot.rpc.ProviderModelConfig;
import com.github.copilot.rpc.SessionConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Providers that a session gets after its creation, with CLIs that were running before.
 *
 * <p>A CLI that asks for tokens knows whom to ask from {@code session.create} and {@code
 * session.resume} only.
 */
class ChangedProvidersTest extends AuthorizedSessions {

  private static final String NEW = "1.0.102";
  private static final String OLD = "1.0.64";
  private static final String STRANGER = "https://stranger.example/v1";

  @Test
  void a_strangers_own_callback_under_a_known_name_never_gets_the_targets_token() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session =
        clientOf(cli).knowingTokenCallbacks().createSession(session(target())).join();
    session.updateProvider(own(new ProviderConfig().setType("openai").setBaseUrl(STRANGER))).join();

    assertThat(cli.askForToken("s-1", "default").toString()).doesNotContain(token());
  }

  @Test
  void nor_does_one_that_a_sync_puts_in_its_place() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    NamedProviderConfig elsewhere = named("b");
    elsewhere.setBaseUrl(STRANGER);
    own(elsewhere);
    session.syncProviders(List.of(named("a"), elsewhere), List.of()).join();

    assertThat(cli.askForToken("s-1", "a").get("token").asText()).isEqualTo(token());
    assertThat(cli.askForToken("s-1", "b").toString()).doesNotContain(token());
  }

  @Test
  void an_older_cli_gets_no_next_token_for_a_stranger_under_a_known_name() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(session(target())).join();
    ProviderConfig elsewhere = new ProviderConfig().setType("openai").setBaseUrl(STRANGER);
    session.updateProvider(elsewhere).join();
    String before = token();
    cli.tellFailure("s-1", 401);
    renewToken();
    session.sendAndWait("again").join();

    assertThat(token()).isNotEqualTo(before);
    assertThat(cli.calls().toString()).doesNotContain(token());
  }

  @Test
  void a_session_on_another_machine_is_left_alone() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotClient client = clientOf(cli);
    for (String kind : List.of("cloud", "remote", "handoff", "whatever")) {
      client.openSession(kind, session(target())).join();

      JsonNode sent = cli.last("sessions.open").get("options").get("provider");
      assertThat(sent.get("apiKey").asText()).as(kind).isEqualTo(KEY);
    }
  }

  @Test
  void a_provider_that_is_added_is_asked_for_when_the_session_is_described_again()
      throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    session.addProviders(List.of(named("c")), List.of(model("c"))).join();
    session.sendAndWait("first").join();

    JsonNode added = cli.last("session.provider.add").get("providers").get(0);
    assertThat(added.get("hasBearerTokenProvider").asBoolean()).isTrue();
    assertKeyless(added);
    JsonNode again = cli.last("session.resume");
    assertThat(names(again.get("providers"))).containsExactly("a", "b", "c");
    assertThat(again.get("models")).hasSize(3);
    assertThat(again.get("disableResume").asBoolean()).isTrue();
    assertThat(again.has("model")).as("the model that the session has now stays").isFalse();
    assertThat(again.get("streaming").asBoolean()).isTrue();
    assertKeyless(again.get("providers").get(2));
    assertThat(methods(cli))
        .containsExactly(
            "status.get",
            "session.create",
            "session.provider.add",
            "session.resume",
            "session.send");
    assertThat(cli.askForToken("s-1", "c").get("token").asText()).isEqualTo(token());
  }

  @Test
  void a_provider_of_somebody_else_stays_when_the_session_is_described_again() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    NamedProviderConfig elsewhere = named("c");
    elsewhere.setBaseUrl(STRANGER);
    session.addProviders(List.of(elsewhere), List.of()).join();
    session.addProviders(List.of(named("d")), List.of()).join();

    JsonNode again = cli.last("session.resume").get("providers");
    assertThat(names(again)).containsExactly("a", "b", "c", "d");
    assertThat(again.get(2).get("apiKey").asText()).isEqualTo(KEY);
  }

  @Test
  void a_sync_leaves_the_providers_that_it_names_and_no_others() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    session.syncProviders(List.of(named("b"), named("c")), List.of(model("c"))).join();

    JsonNode again = cli.last("session.resume");
    assertThat(names(again.get("providers"))).containsExactly("b", "c");
    assertThat(again.get("models")).hasSize(1);
    assertThat(cli.askForToken("s-1", "b").get("token").asText()).isEqualTo(token());
    assertThat(cli.askForToken("s-1", "c").get("token").asText()).isEqualTo(token());
    assertThat(cli.askForToken("s-1", "a").has("token")).isFalse();
  }

  @Test
  void a_sync_of_known_names_needs_no_other_call() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    session.syncProviders(List.of(named("b")), List.of()).join();

    assertThat(methods(cli)).doesNotContain("session.resume");
    assertThat(cli.askForToken("s-1", "b").get("token").asText()).isEqualTo(token());
  }

  @Test
  void an_unnamed_provider_that_is_replaced_is_still_asked_for() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(session(target())).join();
    session.updateProvider(target().setWireApi("responses")).join();

    assertKeyless(cli.last("session.options.update").get("provider"));
    assertThat(methods(cli)).doesNotContain("session.resume");
    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
  }

  @Test
  void a_session_that_was_not_described_here_gets_one_token_for_a_provider() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session =
        clientOf(cli).createSession(new SessionConfig().setSessionId("s-1")).join();
    session.addProviders(List.of(named("c")), List.of()).join();

    JsonNode added = cli.last("session.provider.add").get("providers").get(0);
    assertThat(added.get("bearerToken").asText()).isEqualTo(token());
    assertThat(added.toString()).doesNotContain(KEY);
  }

  @Test
  void a_refused_call_changes_nothing() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    cli.refuse("session.provider.add");

    assertThatThrownBy(() -> session.addProviders(List.of(named("c")), List.of()).join())
        .hasMessageContaining("not this time");
    assertThat(methods(cli)).doesNotContain("session.resume");
    assertThat(cli.askForToken("s-1", "a").get("token").asText()).isEqualTo(token());
    assertThat(cli.askForToken("s-1", "c").has("token")).isFalse();
  }

  @Test
  void the_call_succeeds_even_if_the_session_cannot_be_described_again() throws Exception {
    FakeCli cli = cli(NEW);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    cli.refuse("session.resume");

    assertThat(session.addProviders(List.of(named("c")), List.of()).join()).isNotNull();
  }

  @Test
  void an_opened_session_gets_its_token_under_the_id_that_the_cli_gives_it() throws Exception {
    FakeCli cli = cli(NEW);
    SessionConfig config = session(target()).setSessionId(null);
    clientOf(cli).openSession("create", config).join();

    JsonNode provider = cli.last("sessions.open").get("options").get("provider");
    assertThat(provider.get("bearerToken").asText()).isEqualTo(token());
    assertThat(provider.toString()).doesNotContain(KEY);
  }

  @Test
  void an_older_cli_loads_a_session_again_for_the_next_token_of_a_named_provider()
      throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    session.addProviders(List.of(named("c")), List.of(model("c"))).join();
    assertThat(cli.last("session.provider.add").toString()).contains(token()).doesNotContain(KEY);
    session.sendAndWait("first").join();
    renewToken();
    session.sendAndWait("second").join();

    JsonNode again = cli.last("session.resume");
    assertThat(again.get("model").asText()).isEqualTo("gpt-5");
    assertThat(names(again.get("providers"))).containsExactly("a", "b", "c");
    again
        .get("providers")
        .forEach(each -> assertThat(each.get("bearerToken").asText()).isEqualTo(token()));
    assertThat(methods(cli))
        .endsWith("session.send", "session.destroy", "session.resume", "session.send");
  }

  @Test
  void a_session_that_had_no_turn_yet_is_created_again_as_nothing_of_it_is_stored()
      throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    renewToken();
    session.sendAndWait("first").join();

    assertThat(cli.last("session.create").toString()).contains(token());
    assertThat(methods(cli))
        .endsWith("session.create", "session.destroy", "session.create", "session.send");
  }

  @Test
  void but_not_while_a_turn_goes_on() throws Exception {
    FakeCli cli = cli(OLD);
    CopilotSession session = clientOf(cli).createSession(two()).join();
    cli.staySilent();
    session.send("a long one").join();
    renewToken();
    session.send("a word in between").join();

    assertThat(methods(cli)).doesNotContain("session.destroy").endsWith("session.send");
  }

  @Test
  void two_clients_in_one_jvm_do_not_mix_their_sessions() throws Exception {
    FakeCli first = cli(NEW);
    FakeCli second = cli(OLD);
    clientOf(first).createSession(session(target())).join();
    clientOf(second).createSession(session(target())).join();

    assertThat(first.last("session.create").toString()).contains("hasBearerTokenProvider");
    assertThat(second.last("session.create").toString()).contains(token());
    assertThat(first.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
    assertThat(second.askForToken("s-2", "default").has("token")).isFalse();
  }

  private void renewToken() {
    network()
        .authorizer()
        .find("https", "localhost", network().foundry().port(), "/")
        .refused("localhost", "/", "Bearer " + token(), 0);
  }

  private SessionConfig two() {
    return new SessionConfig()
        .setSessionId("s-1")
        .setModel("gpt-5")
        .setStreaming(true)
        .setProviders(List.of(named("a"), named("b")))
        .setModels(List.of(model("a"), model("b")));
  }

  private static ProviderModelConfig model(String provider) {
    return new ProviderModelConfig().setId("model-" + provider).setProvider(provider);
  }

  private static ProviderConfig own(ProviderConfig provider) {
    return provider.setBearerTokenProvider(
        asked -> CompletableFuture.completedFuture("the-own-token"));
  }

  private static List<String> names(JsonNode providers) {
    List<String> names = new ArrayList<>();
    providers.forEach(each -> names.add(each.get("name").asText()));
    return names;
  }

  private static List<String> methods(FakeCli cli) {
    return cli.calls().stream().map(FakeCli.Call::method).toList();
  }
}
