package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.WaitingCall;
import org.jspecify.annotations.Nullable;

/** The address of one request to a target; {@link TestAuthorizer} remembers all questions to it. */
record TestTarget(
    TestAuthorizer authorizer, @Nullable String scheme, @Nullable String host, int port)
    implements RequestTarget {

  private void ask(String what, @Nullable String path, boolean mayWait) {
    int query = path == null ? -1 : path.indexOf('?');
    authorizer.ask(
        new TestAuthorizer.Question(
            what,
            scheme,
            host,
            port,
            path == null || query < 0 ? path : path.substring(0, query),
            mayWait,
            Thread.currentThread().getName()));
  }

  @Override
  public @Nullable RequestTarget now(String sameHost, @Nullable String path) {
    return this;
  }

  @Override
  public String authorize(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    ask("authorize", path, mayWait);
    return authorizer.answer(path, mayWait);
  }

  @Override
  public void await(@Nullable String path, @Nullable String existing, WaitingCall call) {
    ask("await", path, true);
    authorizer.await(call);
  }

  @Override
  public boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    ask("prepare", path, mayWait);
    return LATE.equals(authorizer.answer(path, mayWait));
  }

  @Override
  public String present(@Nullable String path, @Nullable String existing) {
    ask("present", path, false);
    try {
      return authorizer.answer(path, false);
    } catch (FailurePolicyException noToken) {
      return NO_TOKEN;
    }
  }

  @Override
  public boolean concerns(@Nullable String path, @Nullable String existing) {
    ask("concerns", path, false);
    try {
      String ignored = authorizer.answer(path, false);
      return true;
    } catch (FailurePolicyException noToken) {
      return true;
    }
  }

  @Override
  public boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
    return authorizer.defer(whenSettled);
  }

  @Override
  public boolean refused(String sameHost, @Nullable String path, String sent, long waitMillis) {
    ask("refused", path, waitMillis > 0);
    return authorizer.refused(sent, waitMillis);
  }

  @Override
  public boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
    return authorizer.deferRefused(sent, whenSettled);
  }

  @Override
  public void unproven(String fault) {
    authorizer.unproven(fault);
  }

  @Override
  public void retried() {
    // The requests that reach the server show it
  }

  @Override
  public void forbidden(String sameHost, @Nullable String path, String sent) {
    ask("forbidden", path, false);
  }

  @Override
  public void accepted(@Nullable String path, String sent) {
    authorizer.accept(sent);
  }

  @Override
  public String explainNoToken(@Nullable String path) {
    return authorizer.explainNoToken();
  }
}
