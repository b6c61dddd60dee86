package io.foundryidentity.agent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.FetchCounts;
import io.foundryidentity.agent.core.token.SimulatedIssuer;
import io.foundryidentity.agent.core.token.SimulatedTime;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenLog;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Readiness, and the two forms of a status. */
class StatusTest {

  private static final TargetStatus.Counts NONE = new TargetStatus.Counts(0, 0, 0, 0, 0);

  private static final String NOON = "2026-11-30T12:00:00Z";

  private final SimulatedTime time = new SimulatedTime();
  private final RecentEvents recent = new RecentEvents(time);
  private final SimulatedIssuer issuer = new SimulatedIssuer(time);
  private final TokenCache cache =
      new TokenCache(
          "id for s", issuer, time, time, () -> 0, new TokenEventRecord(new TokenLog(), recent));

  private AgentStatus status(boolean on, boolean dryRun, TargetStatus... targets) {
    return new AgentStatus(
        "1.2.3",
        on,
        dryRun,
        null,
        List.of(targets),
        List.of(cache.status()),
        List.of(),
        List.of(),
        recent.all());
  }

  private static TargetStatus target(String name, boolean used, boolean usable) {
    return new TargetStatus(name, List.of("s"), used, usable, NONE);
  }

  private TokenStatus good() {
    cache.current();
    time.settle();
    return cache.status();
  }

  @Test
  void each_target_that_was_used_needs_a_token() {
    TargetStatus good = target("https://a", true, true);
    TargetStatus bad = target("https://b", true, false);
    TargetStatus unused = target("https://c", false, false);

    assertThat(status(true, false, good, unused).isReady()).isTrue();
    assertThat(status(true, false, good, bad).notReady()).isEqualTo("no token for https://b");
  }

  @Test
  void before_the_first_request_a_token_is_enough() {
    TargetStatus unused = target("https://a", false, false);
    assertThat(status(true, false, unused).notReady()).isEqualTo("no token was asked for yet");

    cache.current();
    assertThat(status(true, false, unused).notReady()).isEqualTo("the first token is on its way");

    time.settle();
    assertThat(status(true, false, unused).isReady()).isTrue();
  }

  @Test
  void after_a_failure_it_says_the_reason_also_while_another_attempt_runs() {
    TargetStatus unused = target("https://a", false, false);
    TargetStatus used = target("https://a", true, false);
    issuer.fails();
    cache.current();
    time.settle();

    assertThat(status(true, false, unused).notReady())
        .isEqualTo("no token: the endpoint answered 503");
    assertThat(status(true, false, used).notReady())
        .isEqualTo("no token for https://a: the endpoint answered 503");

    cache.current();
    time.pass(SimulatedTime.MINUTE);
    cache.current();
    assertThat(status(true, false, unused).notReady())
        .isEqualTo("no token: the endpoint answered 503");
  }

  @Test
  void fetches_are_counted_by_outcome_with_their_duration() {
    assertThat(cache.status().fetches.succeeded + cache.status().fetches.failed).isZero();
    issuer.latency = 250;
    issuer.fails();
    cache.current();
    time.pass(SimulatedTime.SECOND);
    issuer.works();
    issuer.latency = 40;
    cache.current();
    time.pass(SimulatedTime.MINUTE);

    FetchCounts fetches = cache.status().fetches;
    assertThat(fetches.failed).isPositive();
    assertThat(fetches.succeeded).isEqualTo(1);
    assertThat(fetches.lastMillis).isEqualTo(40);
    assertThat(fetches.totalMillis).isEqualTo(250 * fetches.failed + 40);
    assertThat(StatusText.of(status(true, false), 0)).contains("the last took 40 ms\n");
    assertThat(StatusJson.of(status(true, false)))
        .contains("\"fetchesSucceeded\":1,\"fetchesFailed\":" + fetches.failed)
        .contains("\"lastFetchMillis\":40");
  }

  @Test
  void each_change_of_a_token_is_an_event_with_its_time() {
    issuer.fails();
    cache.current();
    time.settle();
    issuer.works();
    cache.current();
    time.pass(SimulatedTime.MINUTE);

    assertThat(recent.all())
        .extracting(event -> event.text)
        .satisfiesExactly(
            failed -> assertThat(failed).isEqualTo("no token: id for s: the endpoint answered 503"),
            again -> assertThat(again).startsWith("new token after 1 failure, expires at 20"));
    assertThat(recent.all().get(0).atMillis).isLessThanOrEqualTo(time.epochMillis());
    assertThat(StatusText.of(status(true, false), 0))
        .contains("\nevent   20", "no token: id for s");
  }

  @Test
  void only_the_last_events_are_kept_and_none_is_long() {
    for (int i = 1; i <= 50; i++) {
      recent.add("number " + i);
    }
    recent.add(String.join("", java.util.Collections.nCopies(1_000, "x")));

    assertThat(recent.all()).hasSize(20);
    assertThat(recent.all().get(0).text).isEqualTo("number 32");
    assertThat(recent.all().get(19).text).hasSizeLessThan(310);
  }

  @Test
  void what_signs_nothing_is_not_ready() {
    TargetStatus good = target("https://a", true, true);

    assertThat(status(false, false, good).notReady()).contains("switched off");
    assertThat(status(true, true, good).notReady()).contains("dry run");
  }

  @Test
  void json_is_one_line_of_ascii_that_nothing_breaks_out_of() {
    good();
    RecentEvents recent = new RecentEvents(at(NOON));
    recent.add("two\nlines");
    AgentStatus status =
        new AgentStatus(
            "1\"2",
            true,
            false,
            "foundry\u001b[2J\nx",
            List.of(target("https://a\\\n\u00fc", true, true)),
            List.of(),
            List.of(client("5.4", null), client(null, "why")),
            List.of("netty", "okhttp"),
            recent.all());

    assertThat(StatusJson.of(status))
        .isEqualTo(
            "{\"version\":\"1\\\"2\",\"ready\":true,\"notReady\":null,\"on\":true,\"dryRun\":false,"
                + "\"hostingEnvironment\":\"foundry [2J x\","
                + "\"targets\":[{\"target\":\"https://a\\\\ \\u00fc\",\"scopes\":[\"s\"],"
                + "\"used\":true,\"usable\":true,\"signed\":0,\"unsigned\":0,\"stopped\":0,"
                + "\"refused\":0,\"retried\":0}],\"tokens\":[],\"clients\":["
                + "{\"client\":\"okhttp\",\"version\":\"5.4\",\"origin\":\"file:/a.jar\","
                + "\"active\":true,\"leftAlone\":null},"
                + "{\"client\":\"okhttp\",\"version\":null,\"origin\":\"file:/a.jar\","
                + "\"active\":false,\"leftAlone\":\"why\"}],"
                + "\"clientsNotWanted\":[\"netty\",\"okhttp\"],"
                + "\"events\":[{\"at\":\""
                + NOON
                + "\",\"text\":\"two lines\"}]}");
  }

  @Test
  void text_tells_times_and_how_far_they_are() {
    TokenStatus token = good();
    AgentStatus status = status(true, false, target("https://a", true, true));

    assertThat(StatusText.of(status, token.refreshedAtMillis + 1000))
        .contains("ready   yes\n")
        .doesNotContain("hosted")
        .contains("token   id for s\n        good, expires ")
        .contains("(in 59 min)")
        .contains("(1 s ago)")
        .doesNotContain("Bearer");
  }

  @Test
  void both_forms_tell_who_signed_in() {
    issuer.signedInBy = "managed identity -> blueprint b -> agent identity a";
    TokenStatus token = good();
    AgentStatus status = status(true, false);

    assertThat(token.signedInBy).isEqualTo(issuer.signedInBy);
    assertThat(StatusText.of(status, token.refreshedAtMillis))
        .contains("\n        signed in by managed identity -> blueprint b -> agent identity a\n");
    assertThat(StatusJson.of(status))
        .contains("\"signedInBy\":\"managed identity -> blueprint b -> agent identity a\"");
  }

  @Test
  void text_says_which_clients_are_left_alone_and_why() {
    AgentStatus status =
        new AgentStatus(
            "1",
            true,
            false,
            "foundry\nx",
            List.of(),
            List.of(),
            List.of(client("5.4", "odd shape")),
            List.of("netty"),
            List.of());

    assertThat(StatusText.of(status, 0))
        .contains("hosted  agent of Foundry, environment foundry x\n")
        .contains("client  okhttp 5.4: NOT INSTRUMENTED\n        odd shape\n        file:/a.jar\n")
        .contains("client  netty: not wanted, by the configuration\n");
  }

  private static Clock at(String time) {
    return new Clock() {
      @Override
      public long epochMillis() {
        return java.time.Instant.parse(time).toEpochMilli();
      }

      @Override
      public long monotonicMillis() {
        return 0;
      }
    };
  }

  private static ClientStatus client(@Nullable String version, @Nullable String leftAlone) {
    return new ClientStatus("okhttp", version, "file:/a.jar", leftAlone);
  }
}
