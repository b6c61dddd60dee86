package io.foundryidentity.agent.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.WaitingCall;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.core.targets.TargetTable;
import io.foundryidentity.agent.core.token.SimulatedIssuer;
import io.foundryidentity.agent.core.token.SimulatedTime;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenLog;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The counts of a target's requests, and the switch that turns the agent off for all of them. */
class TargetLookupTest {

  private static final String HOST = "contoso.openai.azure.com";
  private static final int CALLS = 200_000;

  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedIssuer issuer = new SimulatedIssuer(time);
  private final Target target = TargetParser.parse(HOST);
  private final TokenCache cache =
      new TokenCache("cache", issuer, time, time, () -> 0, new TokenLog());
  private AuthorizedTarget signed = authorizedTarget(false, false);
  private TargetLookup targets = targets();

  private AuthorizedTarget authorizedTarget(boolean fails, boolean dryRun) {
    AuthorizationPolicy policy = new AuthorizationPolicy(fails, 0, false, dryRun);
    return new AuthorizedTarget(target, "scope", policy, scope -> cache, time, explainer());
  }

  private RefusalExplainer explainer() {
    Supplier<TargetProbe> none =
        () -> {
          throw new AssertionError("nothing here is to be explained");
        };
    try {
      Rule rule = Configuration.read("hosts=" + HOST).rules().get(0);
      return new RefusalExplainer(target, rule, none, time, time, line -> {});
    } catch (ConfigurationException mistake) {
      throw new AssertionError(mistake);
    }
  }

  private TargetLookup targets() {
    return new TargetLookup(TargetTable.of(List.of(target), List.of(signed)), new String[0]);
  }

  private @Nullable String authorize() throws FailurePolicyException {
    RequestTarget found = find("/openai/v1/models");
    return found == null ? null : found.authorize("/openai/v1/models", null, false);
  }

  private @Nullable RequestTarget find(String path) {
    return targets.find("https", HOST, -1, path);
  }

  private void fetch() throws FailurePolicyException {
    authorize();
    time.settle();
  }

  @Test
  void requests_are_counted_by_what_became_of_them() throws FailurePolicyException {
    assertThat(authorize()).isEqualTo(RequestTarget.NO_TOKEN);
    time.settle();
    String first = authorize();
    find("/").refused(HOST, "/", String.valueOf(first), 0);
    find("/").retried();
    authorize();

    TargetStatus.Counts counts = signed.status().counts;
    assertThat(counts.unsigned).isEqualTo(1);
    assertThat(counts.signed).isEqualTo(2);
    assertThat(counts.refused).isEqualTo(1);
    assertThat(counts.retried).isEqualTo(1);
    assertThat(counts.stopped).isZero();
  }

  @Test
  void who_may_wait_is_told_that_the_token_is_late_and_nothing_is_counted()
      throws FailurePolicyException {
    assertThat(find("/").authorize("/", null, true)).isEqualTo(RequestTarget.LATE);
    assertThat(find("/").prepare("/", null, true)).isTrue();
    time.settle();
    find("/").await("/", null, WaitingCall.WITHOUT_END);

    assertThat(find("/").authorize("/", null, true)).startsWith("Bearer ");
    assertThat(find("/").prepare("/", null, true)).isFalse();
    assertThat(signed.status().counts.unsigned).isZero();
  }

  @Test
  void the_policy_stops_nobody_whose_token_is_late() throws FailurePolicyException {
    signed = authorizedTarget(true, false);
    targets = targets();

    assertThat(find("/").authorize("/", null, true)).isEqualTo(RequestTarget.LATE);
    assertThat(find("/").prepare("/", null, true)).isTrue();
    assertThat(signed.status().counts.stopped).isZero();
  }

  @Test
  void where_the_policy_stops_a_request_that_is_counted() {
    signed = authorizedTarget(true, false);
    targets = targets();

    assertThatThrownBy(this::authorize).isInstanceOf(FailurePolicyException.class);

    assertThat(signed.status().counts.stopped).isEqualTo(1);
  }

  @Test
  void a_dry_run_counts_what_it_leaves_unsigned() throws FailurePolicyException {
    signed = authorizedTarget(false, true);
    targets = targets();

    assertThat(authorize()).isNull();

    assertThat(signed.status().counts.unsigned).isEqualTo(1);
    assertThat(signed.status().used).isTrue();
  }

  @Test
  void what_a_dry_run_leaves_at_a_look_ahead_counts_as_well() {
    signed = authorizedTarget(false, true);
    targets = targets();

    assertThat(find("/").concerns("/", null)).isFalse();

    assertThat(signed.status().counts.unsigned).isEqualTo(1);
  }

  @Test
  void a_look_ahead_is_no_request() throws FailurePolicyException {
    fetch();
    assertThat(find("/").concerns("/", null)).isTrue();
    assertThat(targets.find("https", "other.example", -1, "/")).isNull();

    assertThat(signed.status().counts.signed).isZero();
  }

  @Test
  void what_a_client_asks_beside_its_request_is_not_counted() throws FailurePolicyException {
    find("/").prepare("/", null, false);
    assertThat(find("/").present("/", null)).isEqualTo(RequestTarget.NO_TOKEN);
    fetch();
    TargetStatus.Counts before = signed.status().counts;
    assertThat(find("/").prepare("/", null, true)).isFalse();

    assertThat(find("/").present("/", null)).isEqualTo(authorize());
    assertThat(targets.find("https", "other.example", -1, "/")).isNull();
    assertThat(signed.status().counts.signed).isEqualTo(before.signed + 1);
    assertThat(signed.status().counts.unsigned).isEqualTo(before.unsigned);
  }

  @Test
  void a_request_that_ends_before_it_is_written_counts_as_stopped() {
    signed = authorizedTarget(true, false);
    targets = targets();

    assertThatThrownBy(() -> find("/").prepare("/", null, false))
        .isInstanceOf(FailurePolicyException.class);
    assertThat(find("/").present("/", null)).isEqualTo(RequestTarget.NO_TOKEN);

    assertThat(signed.status().counts.stopped).isEqualTo(1);
  }

  @Test
  void a_target_is_used_from_its_first_request_on() throws FailurePolicyException {
    assertThat(signed.status().used).isFalse();
    assertThat(signed.status().scopes).containsExactly("scope");

    fetch();

    assertThat(signed.status().used).isTrue();
    assertThat(signed.status().usable).isTrue();
  }

  @Test
  void switched_off_it_leaves_every_request_alone_until_it_is_on_again()
      throws FailurePolicyException {
    fetch();
    RequestTarget remembered = find("/");
    targets.switchTo(false);

    assertThat(authorize()).isNull();
    assertThat(find("/")).isNull();
    assertThat(remembered.now(HOST, "/")).isNull();
    assertThat(targets.isTargetHost(HOST)).isTrue();

    targets.switchTo(true);
    assertThat(authorize()).startsWith("Bearer ");
  }

  @Test
  void a_remembered_target_is_after_a_reload_the_one_that_took_its_place()
      throws FailurePolicyException {
    RequestTarget remembered = find("/");
    assertThat(remembered.now(HOST, "/")).isSameAs(remembered);
    signed = authorizedTarget(false, false);
    targets.use(
        TargetTable.of(List.of(target), List.of(signed)), new String[0], UncoveredHosts.silent());

    assertThat(remembered.now(HOST, "/")).isSameAs(signed);

    targets.use(TargetTable.of(List.of(), List.of()), new String[0], UncoveredHosts.silent());
    assertThat(remembered.now(HOST, "/")).isNull();
  }

  @Test
  void a_target_that_a_wildcard_found_is_found_again_by_the_requests_own_host() {
    Target wildcard = TargetParser.parse("*.openai.azure.com");
    targets.use(
        TargetTable.of(List.of(wildcard), List.of(signed)), new String[0], UncoveredHosts.silent());
    RequestTarget remembered = find("/");
    AuthorizedTarget next = authorizedTarget(false, false);
    targets.use(
        TargetTable.of(List.of(target), List.of(next)), new String[0], UncoveredHosts.silent());

    assertThat(remembered.now(HOST, "/")).isSameAs(next);
    assertThat(remembered.now("other.openai.azure.com", "/")).isNull();
  }

  @Test
  void a_signed_request_allocates_nothing() throws FailurePolicyException {
    fetch();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // The compiler replaces code while it runs; the round with the least allocation is one in which
    // it did not.
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < CALLS; i++) {
        authorize();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least / CALLS).isZero();
  }
}
