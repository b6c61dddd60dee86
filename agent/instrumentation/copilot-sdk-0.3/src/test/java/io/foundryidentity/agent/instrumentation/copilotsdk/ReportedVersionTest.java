package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where the version of a CLI comes from. */
class ReportedVersionTest extends AuthorizedSessions {

  @Test
  void the_answer_to_the_first_call_says_it() throws Exception {
    FakeCli cli = cli("0.0.1").sayingWhenConnected("1.0.81");
    clientOf(cli).connect().createSession(session(target())).join();

    assertThat(asksBack(cli)).isTrue();
    assertThat(cli.calls())
        .extracting(FakeCli.Call::method)
        .containsExactly("connect", "session.create");
  }

  @Test
  void without_that_call_a_cli_that_does_not_know_its_version_counts_as_a_newer_one()
      throws Exception {
    FakeCli cli = cli("0.0.1");
    clientOf(cli).createSession(session(target())).join();

    assertThat(asksBack(cli)).isTrue();
  }

  @Test
  void a_cli_that_does_not_know_the_first_call_is_asked_for_its_status() throws Exception {
    FakeCli cli = cli("1.0.39");
    clientOf(cli).connect().createSession(session(target())).join();

    assertThat(asksBack(cli)).isFalse();
    assertThat(cli.calls())
        .extracting(FakeCli.Call::method)
        .containsExactly("connect", "status.get", "session.create");
  }

  @Test
  void an_answer_without_a_version_is_asked_for_again() throws Exception {
    FakeCli cli = cli("1.0.102").sayingWhenConnected("");
    clientOf(cli).connect().createSession(session(target())).join();

    assertThat(asksBack(cli)).isTrue();
  }

  @Test
  void a_cli_that_says_it_nowhere_counts_as_an_older_one() throws Exception {
    FakeCli cli = cli("not a version").sayingWhenConnected("nor this");
    clientOf(cli).connect().createSession(session(target())).join();

    assertThat(asksBack(cli)).isFalse();
    assertThat(cli.last("session.create").get("provider").get("bearerToken").asText())
        .isEqualTo(token());
  }

  @Test
  void a_cli_that_never_answers_the_first_call_is_asked_for_its_status() throws Exception {
    FakeCli cli = cli("1.0.102");
    cli.ignore("connect");
    clientOf(cli).startToConnect().createSession(session(target())).join();

    assertThat(asksBack(cli)).isTrue();
  }

  private static boolean asksBack(FakeCli cli) {
    return cli.last("session.create").get("provider").has("hasBearerTokenProvider");
  }
}
