package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.SimpleTarget;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects real advice to tokens that the test sets itself, without the rest of the agent. */
final class TestAgent implements RequestTargets {

  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final List<String> refusals = new CopyOnWriteArrayList<>();
  private final Set<String> targets = ConcurrentHashMap.newKeySet();
  private final Supplier<String> tokens;
  private volatile String current;
  private volatile FailurePolicyException policy;
  private volatile RuntimeException bug;
  private volatile Runnable onRefusal = () -> {};

  private TestAgent(Supplier<String> tokens) {
    this.tokens = tokens;
    this.current = "Bearer " + tokens.get();
  }

  static TestAgent install(
      Instrumentation instrumentation,
      ClientInstrumentation client,
      Supplier<String> tokens,
      Class<?>... alreadyLoaded)
      throws Exception {
    TestAgent agent = new TestAgent(tokens);
    AuthorizationBridge.install(agent);
    instrumentation.addTransformer(
        new ClientTransformer(List.of(client), new BridgeVisibility(instrumentation), () -> {}),
        true);
    if (alreadyLoaded.length > 0) {
      instrumentation.retransformClasses(alreadyLoaded);
    }
    return agent;
  }

  TestAgent target(String origin) {
    targets.add(origin);
    return this;
  }

  void noTarget(String origin) {
    targets.remove(origin);
  }

  /** Runs while the call waits for another token. */
  void onRefusal(Runnable action) {
    onRefusal = action;
  }

  String bearer() {
    return current;
  }

  void renew() {
    current = "Bearer " + tokens.get();
  }

  void reset() {
    policy = null;
    bug = null;
    failures.clear();
    refusals.clear();
    onRefusal = () -> {};
  }

  void failWith(FailurePolicyException exception) {
    policy = exception;
  }

  void breakWith(RuntimeException exception) {
    bug = exception;
  }

  @Override
  public @Nullable RequestTarget find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    return targets.contains(scheme + "://" + host + ":" + port) ? new Found() : null;
  }

  private final class Found implements SimpleTarget {

    @Override
    public String answer(@Nullable String existing) throws FailurePolicyException {
      if (policy != null) {
        throw policy;
      }
      if (bug != null) {
        throw bug;
      }
      return current;
    }

    @Override
    public boolean refused(String host, @Nullable String path, String sent, long waitMillis) {
      refusals.add(sent);
      onRefusal.run();
      renewIf(sent);
      return true;
    }
  }

  private synchronized void renewIf(String refused) {
    if (refused.equals(current)) {
      renew();
    }
  }

  @Override
  public boolean isTargetHost(String host) {
    return true;
  }

  @Override
  public String[] keyHeaders() {
    return new String[] {"api-key", "x-api-key", "ocp-apim-subscription-key"};
  }

  @Override
  public void adviceFailed(Throwable failure) {
    failures.add(failure);
  }
}
