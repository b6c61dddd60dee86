package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The agent's two ends with nothing between: real advice, and tokens from the test's own hand. */
final class TestAgent implements RequestAuthorizer {

  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Set<String> targets = ConcurrentHashMap.newKeySet();
  private final Supplier<String> tokens;
  private volatile String current;
  private volatile FailurePolicyException policy;
  private volatile RuntimeException bug;

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
  }

  void failWith(FailurePolicyException exception) {
    policy = exception;
  }

  void breakWith(RuntimeException exception) {
    bug = exception;
  }

  @Override
  public String authorize(
      String scheme, String host, int port, String path, String existing, boolean mayWait)
      throws FailurePolicyException {
    if (!targets.contains(scheme + "://" + host + ":" + port)) {
      return null;
    }
    if (policy != null) {
      throw policy;
    }
    if (bug != null) {
      throw bug;
    }
    return current;
  }

  @Override
  public boolean defer(
      String scheme, String host, int port, String path, String existing, Runnable whenSettled) {
    return false;
  }

  @Override
  public synchronized boolean refused(
      String scheme, String host, int port, String path, String sent, boolean mayWait) {
    if (!targets.contains(scheme + "://" + host + ":" + port)) {
      return false;
    }
    if (sent.equals(current)) {
      renew();
    }
    return true;
  }

  @Override
  public boolean deferRefused(
      String scheme, String host, int port, String path, String sent, Runnable whenSettled) {
    return false;
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
