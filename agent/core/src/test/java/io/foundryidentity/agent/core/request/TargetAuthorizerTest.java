package io.foundryidentity.agent.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.Rule;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.target.TargetParser;
import io.foundryidentity.agent.core.target.TargetTable;
import io.foundryidentity.agent.core.token.SimulatedIssuer;
import io.foundryidentity.agent.core.token.SimulatedTime;
import io.foundryidentity.agent.core.token.TokenCache;
import io.foundryidentity.agent.core.token.TokenLog;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is counted of a target's requests, and the switch that leaves them all alone. */
class TargetAuthorizerTest {

  private static final String HOST = "contoso.openai.azure.com";
  private static final int CALLS = 200_000;

  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedIssuer issuer = new SimulatedIssuer(time);
  private final Target target = TargetParser.parse(HOST);
  private final TokenCache cache =
      new TokenCache("cache", issuer, time, time, () -> 0, new TokenLog());
  private SignedTarget signed = signedTarget(false, false);
  private TargetAuthorizer authorizer = authorizer();

  private SignedTarget signedTarget(boolean fails, boolean dryRun) {
    SigningPolicy policy = new SigningPolicy(fails, 0, false, dryRun);
    return new SignedTarget(target, "scope", policy, scope -> cache, time, explainer());
  }

  private RefusalExplainer explainer() {
    Supplier<TargetProbe> none =
        () -> {
          throw new AssertionError("nothing here is to be explained");
        };
    try {
      Rule rule = Configuration.read("hosts=" + HOST).rules().get(0);
      return new RefusalExplainer(target, rule, none, time, time);
    } catch (ConfigurationException mistake) {
      throw new AssertionError(mistake);
    }
  }

  private TargetAuthorizer authorizer() {
    return new TargetAuthorizer(TargetTable.of(List.of(target), List.of(signed)), new String[0]);
  }

  private @Nullable String authorize() throws FailurePolicyException {
    return authorizer.authorize("https", HOST, -1, "/openai/v1/models", null, false);
  }

  private void fetch() throws FailurePolicyException {
    authorize();
    time.settle();
  }

  @Test
  void requests_are_counted_by_what_became_of_them() throws FailurePolicyException {
    assertThat(authorize()).isEqualTo(RequestAuthorizer.NO_TOKEN);
    time.settle();
    String first = authorize();
    authorizer.refused("https", HOST, -1, "/", String.valueOf(first), false);
    authorizer.retried("https", HOST, -1, "/");
    authorize();

    TargetStatus.Counts counts = signed.status().counts;
    assertThat(counts.unsigned).isEqualTo(1);
    assertThat(counts.signed).isEqualTo(2);
    assertThat(counts.refused).isEqualTo(1);
    assertThat(counts.retried).isEqualTo(1);
    assertThat(counts.stopped).isZero();
  }

  @Test
  void where_the_policy_stops_a_request_that_is_counted() {
    signed = signedTarget(true, false);
    authorizer = authorizer();

    assertThatThrownBy(this::authorize).isInstanceOf(FailurePolicyException.class);

    assertThat(signed.status().counts.stopped).isEqualTo(1);
  }

  @Test
  void a_dry_run_counts_what_it_leaves_unsigned() throws FailurePolicyException {
    signed = signedTarget(false, true);
    authorizer = authorizer();

    assertThat(authorize()).isNull();

    assertThat(signed.status().counts.unsigned).isEqualTo(1);
    assertThat(signed.status().used).isTrue();
  }

  @Test
  void what_a_dry_run_leaves_at_a_look_ahead_counts_as_well() {
    signed = signedTarget(false, true);
    authorizer = authorizer();

    assertThat(authorizer.concerns("https", HOST, -1, "/", null)).isFalse();

    assertThat(signed.status().counts.unsigned).isEqualTo(1);
  }

  @Test
  void a_look_ahead_is_no_request() throws FailurePolicyException {
    fetch();
    assertThat(authorizer.concerns("https", HOST, -1, "/", null)).isTrue();
    assertThat(authorizer.concerns("https", "other.example", -1, "/", null)).isFalse();

    assertThat(signed.status().counts.signed).isZero();
  }

  @Test
  void what_a_client_asks_beside_its_request_is_not_counted() throws FailurePolicyException {
    authorizer.prepare("https", HOST, -1, "/", null, false);
    assertThat(authorizer.present("https", HOST, -1, "/", null))
        .isEqualTo(RequestAuthorizer.NO_TOKEN);
    fetch();
    TargetStatus.Counts before = signed.status().counts;
    authorizer.prepare("https", HOST, -1, "/", null, true);

    assertThat(authorizer.present("https", HOST, -1, "/", null)).isEqualTo(authorize());
    assertThat(authorizer.present("https", "other.example", -1, "/", null)).isNull();
    assertThat(signed.status().counts.signed).isEqualTo(before.signed + 1);
    assertThat(signed.status().counts.unsigned).isEqualTo(before.unsigned);
  }

  @Test
  void a_request_that_ends_before_it_is_written_counts_as_stopped() {
    signed = signedTarget(true, false);
    authorizer = authorizer();

    assertThatThrownBy(() -> authorizer.prepare("https", HOST, -1, "/", null, false))
        .isInstanceOf(FailurePolicyException.class);
    assertThat(authorizer.present("https", HOST, -1, "/", null))
        .isEqualTo(RequestAuthorizer.NO_TOKEN);

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
    authorizer.switchTo(false);

    assertThat(authorize()).isNull();
    assertThat(authorizer.concerns("https", HOST, -1, "/", null)).isFalse();
    assertThat(authorizer.defer("https", HOST, -1, "/", null, () -> {})).isFalse();
    assertThat(authorizer.refused("https", HOST, -1, "/", "Bearer x", false)).isFalse();
    assertThat(authorizer.isTargetHost(HOST)).isTrue();

    authorizer.switchTo(true);
    assertThat(authorize()).startsWith("Bearer ");
  }

  @Test
  void the_first_signed_request_is_told_once() throws FailurePolicyException {
    AtomicInteger told = new AtomicInteger();
    authorizer.onFirstSigned(told::incrementAndGet);

    fetch();
    assertThat(told).hasValue(0);

    authorize();
    authorize();
    assertThat(told).hasValue(1);
  }

  @Test
  void a_signed_request_allocates_nothing() throws FailurePolicyException {
    fetch();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // The compiler replaces code while it runs; what counts is a round that it left alone.
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
