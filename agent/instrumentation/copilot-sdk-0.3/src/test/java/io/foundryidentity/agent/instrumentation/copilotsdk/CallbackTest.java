package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.CopilotClient;
import com.github.copilot.rpc.NamedProviderConfig;
import com.github.copilot.rpc.ProviderConfig;
import com.github.copilot.rpc.SessionConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A CLI that asks for tokens. */
class CallbackTest extends AuthorizedSessions {

  private static final String ABLE = "1.0.65";

  @Test
  void a_session_asks_for_its_token_before_each_request() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join();

    JsonNode provider = cli.last("session.create").get("provider");
    assertThat(provider.get("hasBearerTokenProvider").asBoolean()).isTrue();
    assertKeyless(provider);
    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
  }

  @Test
  void a_resumed_session_does_so_too() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).resumeSession(session(target())).join();

    assertKeyless(cli.last("session.resume").get("provider"));
    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
  }

  @Test
  void the_rest_of_the_call_is_what_the_application_wrote() throws Exception {
    FakeCli cli = cli(ABLE);
    ProviderConfig provider = target().setWireApi("responses").setHeaders(keyHeaders());
    clientOf(cli).createSession(session(provider).setStreaming(true)).join();

    JsonNode call = cli.last("session.create");
    assertThat(call.get("model").asText()).isEqualTo("gpt-5");
    assertThat(call.get("streaming").asBoolean()).isTrue();
    assertThat(call.get("provider").get("wireApi").asText()).isEqualTo("responses");
    assertThat(call.get("provider").get("headers").toString()).isEqualTo("{\"x-mine\":\"stays\"}");
  }

  @Test
  void the_applications_own_objects_stay_as_they_are() throws Exception {
    FakeCli cli = cli(ABLE);
    ProviderConfig provider = target().setHeaders(keyHeaders());
    clientOf(cli).createSession(session(provider)).join();

    assertThat(provider.getApiKey()).isEqualTo(KEY);
    assertThat(provider.getHeaders()).isEqualTo(keyHeaders());
    assertThat(provider.getBearerTokenProvider()).isNull();
  }

  @Test
  void an_applications_own_callback_stays_and_answers() throws Exception {
    FakeCli cli = cli(ABLE);
    ProviderConfig own =
        target()
            .setBearerTokenProvider(asked -> CompletableFuture.completedFuture("the-own-token"));
    NamedProviderConfig other = named("other");
    CopilotClient client = clientOf(cli).knowingTokenCallbacks();
    client.createSession(session(own).setProviders(List.of(other))).join();

    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo("the-own-token");
    assertThat(cli.askForToken("s-1", "other").get("token").asText()).isEqualTo(token());
  }

  @Test
  void each_of_several_providers_has_what_its_host_asks_for() throws Exception {
    FakeCli cli = cli(ABLE);
    NamedProviderConfig stranger = named("stranger");
    stranger.setBaseUrl(network().stranger("/v1").toString());
    SessionConfig config =
        new SessionConfig().setSessionId("s-1").setProviders(List.of(named("mine"), stranger));
    clientOf(cli).createSession(config).join();

    JsonNode providers = cli.last("session.create").get("providers");
    assertKeyless(providers.get(0));
    assertThat(providers.get(0).get("name").asText()).isEqualTo("mine");
    assertThat(providers.get(1).get("apiKey").asText()).isEqualTo(KEY);
    assertThat(providers.get(1).has("hasBearerTokenProvider")).isFalse();
    assertThat(cli.askForToken("s-1", "mine").get("token").asText()).isEqualTo(token());
    assertThat(cli.askForToken("s-1", "stranger").has("token")).isFalse();
  }

  @Test
  void a_session_without_a_target_goes_as_it_is() throws Exception {
    FakeCli cli = cli(ABLE);
    ProviderConfig stranger = target().setBaseUrl(network().stranger("/v1").toString());
    clientOf(cli).createSession(session(stranger)).join();

    assertThat(cli.calls()).extracting(FakeCli.Call::method).containsExactly("session.create");
    assertThat(cli.last("session.create").get("provider").get("apiKey").asText()).isEqualTo(KEY);
  }

  @Test
  void a_refused_token_is_followed_by_another_one_once() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join();
    String first = cli.askForToken("s-1", "default").get("token").asText();

    cli.tellFailure("s-1", 401);
    String second = cli.askForToken("s-1", "default").get("token").asText();
    String third = cli.askForToken("s-1", "default").get("token").asText();

    assertThat(second).isNotEqualTo(first);
    assertThat(third).isEqualTo(second);
    assertThat(refusals()).isEqualTo(1);
  }

  @Test
  void questions_in_quick_succession_are_no_refusals() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join();
    cli.askForToken("s-1", "default");
    cli.tellFailure("s-1", 429);
    cli.askForToken("s-1", "default");
    cli.askForToken("s-1", "default");

    assertThat(refusals()).isZero();
  }

  private long refusals() {
    return network().authorizer().questions().stream()
        .filter(question -> question.what().equals("refused"))
        .count();
  }

  @Test
  void without_a_token_the_question_is_answered_with_an_error() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join();
    network().authorizer().haveNoToken();
    assertThat(cli.askForToken("s-1", "default").get("message").asText()).contains("no token");
  }

  @Test
  void the_error_is_the_one_that_explains_why_there_is_no_token() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join();
    network().authorizer().haveNoToken("App Service answered 500");
    assertThat(cli.askForToken("s-1", "default").get("message").asText())
        .isEqualTo("no token (App Service answered 500)");

    network().authorizer().failByPolicy("the identity endpoint is down");
    assertThat(cli.askForToken("s-1", "default").get("message").asText())
        .isEqualTo("the identity endpoint is down");
  }

  @Test
  void a_question_for_an_unknown_session_or_provider_is_answered_with_an_error() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join();

    assertThat(cli.askForToken("s-2", "default").get("message").asText())
        .contains("no tokens for provider default of this session");
    assertThat(cli.askForToken("s-1", "other").get("message").asText())
        .contains("no tokens for provider other of this session");
    assertThat(cli.askForToken(null, null).has("token")).isFalse();
  }

  @Test
  void a_cli_in_this_process_asks_whatever_version_it_reports() throws Exception {
    List<CopilotClient> client = new ArrayList<>();
    FakeCli cli = inProcess("0.0.1", client);
    client.get(0).createSession(session(target())).join();

    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
  }

  @Test
  void a_cli_in_this_process_fails_its_turn_where_the_policy_says_so() throws Exception {
    List<CopilotClient> client = new ArrayList<>();
    FakeCli cli = inProcess("0.0.1", client);
    network().authorizer().failByPolicy("the identity endpoint is down");
    client.get(0).createSession(session(target())).get(30, TimeUnit.SECONDS);

    assertKeyless(cli.last("session.create").get("provider"));
    assertThat(cli.askForToken("s-1", "default").get("message").asText())
        .contains("the identity endpoint is down");
    network().authorizer().recover();
    assertThat(cli.askForToken("s-1", "default").get("token").asText()).isEqualTo(token());
  }

  @Test
  void a_cli_in_this_process_has_its_proxies_and_no_token_over_plain_http() throws Exception {
    List<CopilotClient> client = new ArrayList<>();
    FakeCli cli = inProcess("0.0.1", client);
    ProviderConfig plain = target().setBaseUrl(network().plainTarget("/openai/v1").toString());
    client.get(0).createSession(session(plain)).get(30, TimeUnit.SECONDS);

    assertThat(cli.last("session.create").get("provider").get("apiKey").asText()).isEqualTo(KEY);
    assertThat(cli.askForToken("s-1", "default").has("token")).isFalse();
  }

  @Test
  void a_provider_without_a_name_in_the_question_is_nobody() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(named("null"))).join();

    assertThat(cli.askForToken("s-1", null).has("token")).isFalse();
  }

  @Test
  void an_ended_session_gets_no_token() throws Exception {
    FakeCli cli = cli(ABLE);
    clientOf(cli).createSession(session(target())).join().close();

    assertThat(cli.askForToken("s-1", "default").has("token")).isFalse();
  }

  @Test
  void a_cli_that_listens_beyond_loopback_is_left_alone() throws Exception {
    InetAddress address = outward();
    Assumptions.assumeTrue(address != null, "this machine has no address but loopback");
    FakeCli cli = keep(FakeCli.listening(ABLE, address));
    com.github.copilot.rpc.CopilotClientOptions options =
        new com.github.copilot.rpc.CopilotClientOptions()
            .setCliUrl("http://" + address.getHostAddress() + ":" + cli.port());
    keep(new CopilotClient(options)).createSession(session(target())).join();

    assertThat(cli.last("session.create").get("provider").get("apiKey").asText()).isEqualTo(KEY);
  }

  private static InetAddress outward() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(each -> each.getAddress().length == 4 && !each.isLoopbackAddress())
        .findFirst()
        .orElse(null);
  }
}
