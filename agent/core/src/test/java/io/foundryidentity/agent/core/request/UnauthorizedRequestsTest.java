package io.foundryidentity.agent.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.WaitingCall;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.output.RecordedLog;
import io.foundryidentity.agent.core.token.SimulatedIssuer;
import io.foundryidentity.agent.core.token.SimulatedTime;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** The lines about requests to a target that get no token. */
class UnauthorizedRequestsTest {

  private static final String HOST = "contoso.services.ai.azure.com";
  private static final String PREFIX =
      "WARN requests to https://" + HOST + ":443 are sent without a token: ";
  private static final String AGAIN =
      "INFO requests to https://" + HOST + ":443 are authorized again";

  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedIssuer issuer = new SimulatedIssuer(time);
  private final Map<String, TokenCache> caches = new HashMap<>();
  private AuthorizedTarget target = target(1_000, false, false, false);

  @BeforeEach
  void record() {
    RecordedLog.start(Level.INFO);
  }

  @AfterEach
  void stop() {
    RecordedLog.stop();
    Thread.interrupted();
  }

  private AuthorizedTarget target(long wait, boolean fails, boolean keeps, boolean dryRun) {
    try {
      Rule rule = Configuration.read("hosts=" + HOST).rules().get(0);
      return new AuthorizedTarget(
          rule.targets().get(0),
          null,
          new AuthorizationPolicy(fails, wait, keeps, dryRun),
          this::cache,
          time,
          new RefusalExplainer(
              rule.targets().get(0),
              rule,
              () -> {
                throw new AssertionError("nothing here is to be explained");
              },
              time,
              time,
              line -> {}));
    } catch (ConfigurationException mistake) {
      throw new AssertionError(mistake);
    }
  }

  private TokenCache cache(String scope) {
    return caches.computeIfAbsent(
        scope, unseen -> new TokenCache(scope, issuer, time, time, () -> 0, new TokenLog()));
  }

  private @Nullable String authorize(String path, boolean mayWait) throws FailurePolicyException {
    String answer = target.authorize(path, null, mayWait);
    if (!RequestTarget.LATE.equals(answer)) {
      return answer;
    }
    target.await(path, null, WaitingCall.WITHOUT_END);
    return target.authorize(path, null, false);
  }

  /** As an event loop does when the wait is over. */
  private void authorizeHeld() {
    try {
      authorize("/", false);
    } catch (FailurePolicyException policy) {
      throw new AssertionError(policy);
    }
  }

  private void recover() throws FailurePolicyException {
    time.settle();
    assertThat(authorize("/", false)).startsWith("Bearer ");
  }

  /** The lines about requests, without those of the tokens. */
  private static List<String> lines() {
    return RecordedLog.lines().stream().filter(line -> line.contains("requests to")).toList();
  }

  @Test
  void a_thread_that_must_not_wait_is_told_with_the_prefetch() throws Exception {
    assertThat(authorize("/", false)).isEqualTo(RequestTarget.NO_TOKEN);
    assertThat(authorize("/", false)).isEqualTo(RequestTarget.NO_TOKEN);

    assertThat(lines())
        .containsExactly(
            PREFIX
                + "the token is still being fetched, and this client's thread must not wait for it"
                + " (the identity endpoint was asked 0 ms ago); set foundry.identity.prefetch to"
                + " startup");
  }

  @Test
  void a_request_that_was_held_too_long_is_told_with_the_time() throws Exception {
    issuer.latency = 5_000;
    RecordedLog.start(Level.WARN);
    assertThat(target.defer("/", null, this::authorizeHeld)).isTrue();

    time.pass(1_000);

    assertThat(lines())
        .containsExactly(
            PREFIX
                + "no token came within token-wait=1s (the identity endpoint was asked 1000 ms ago);"
                + " find out why the identity endpoint is slow, or set foundry.identity.token-wait"
                + " to a longer time");
  }

  @Test
  void a_wait_that_is_over_is_told_and_its_end_once() throws Exception {
    target = target(1, false, false, false);

    assertThat(authorize("/", true)).isEqualTo(RequestTarget.NO_TOKEN);
    assertThat(authorize("/", true)).isEqualTo(RequestTarget.NO_TOKEN);
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith(PREFIX + "no token came within token-wait=1ms (");

    recover();
    recover();
    assertThat(lines()).hasSize(2).last().isEqualTo(AGAIN);
  }

  @Test
  void a_wait_of_zero_is_told_with_the_key() throws Exception {
    target = target(0, false, false, false);

    assertThat(authorize("/", true)).isEqualTo(RequestTarget.NO_TOKEN);

    assertThat(lines())
        .containsExactly(
            PREFIX
                + "the token is still being fetched, and with token-wait=0s no request waits for"
                + " it (the identity endpoint was asked 0 ms ago); set foundry.identity.token-wait"
                + " to a longer time, or foundry.identity.prefetch to startup");
    recover();
    assertThat(lines()).last().isEqualTo(AGAIN);
  }

  @Test
  void an_interrupted_wait_is_told() throws Exception {
    Thread.currentThread().interrupt();

    assertThat(authorize("/", true)).isEqualTo(RequestTarget.NO_TOKEN);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith(PREFIX + "the application interrupted the thread that waited for a token");
  }

  @Test
  void a_cache_that_a_reload_has_closed_is_told() throws Exception {
    authorize("/", false);
    recover();
    caches.values().forEach(TokenCache::close);
    RecordedLog.start(Level.INFO);

    assertThat(authorize("/", true)).isEqualTo(RequestTarget.NO_TOKEN);

    assertThat(lines())
        .containsExactly(
            PREFIX
                + "the configuration has changed since they began; new requests use the new one");
  }

  @Test
  void a_failure_has_its_own_line_and_no_second_one() throws Exception {
    issuer.fails();
    target.prefetch();
    time.settle();

    assertThat(authorize("/", true)).isEqualTo(RequestTarget.NO_TOKEN);
    assertThat(RecordedLog.lines())
        .singleElement()
        .asString()
        .startsWith("WARN ")
        .contains(": no token: ", "503");

    issuer.works();
    time.pass(SimulatedTime.MINUTE);
    recover();
    assertThat(RecordedLog.lines()).hasSize(2).last().asString().contains("after failures");
  }

  @Test
  void each_change_is_told_once_however_many_there_are() {
    UnauthorizedRequests requests = new UnauthorizedRequests("https://" + HOST + ":443", time);
    TokenCache cache = cache("scope");
    cache.prefetch();
    for (int i = 1; i <= 3; i++) {
      requests.note(cache, 0);
      requests.note(cache, 0);
      requests.ended();
      requests.ended();
      assertThat(lines()).hasSize(2 * i).last().isEqualTo(AGAIN);
    }
  }

  @Test
  void each_scope_of_a_target_has_a_state_of_its_own() throws Exception {
    authorize("/", false);
    authorize("/api/projects/one", false);
    authorize("/", false);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1)).contains(HOST + ":443/api/projects/ are sent without");

    recover();
    authorize("/", false);
    assertThat(lines()).hasSize(3);
    authorize("/api/projects/one", false);
    assertThat(lines()).hasSize(4);
  }

  @Test
  void a_request_that_is_not_sent_and_one_that_is_left_as_it_is_have_no_such_line()
      throws Exception {
    target = target(0, true, false, false);
    assertThatThrownBy(() -> authorize("/", false)).isInstanceOf(FailurePolicyException.class);
    target = target(0, false, true, false);
    assertThat(target.authorize("/", "Bearer eyJhbGciOiJub25lIn0.e30.", false)).isNull();
    target = target(0, false, false, true);
    assertThat(authorize("/", false)).isNull();

    assertThat(lines()).singleElement().asString().startsWith("INFO dry run: requests to ");
  }

  @Test
  void a_look_ahead_is_no_request() throws Exception {
    target.present("/", null);
    target.concerns("/", null);
    target.prepare("/", null, false);
    target.defer("/", null, () -> {});

    assertThat(lines()).isEmpty();
  }
}
