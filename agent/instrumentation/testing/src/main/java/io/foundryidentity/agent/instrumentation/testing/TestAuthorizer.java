package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.target.TargetTable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs exactly the test's targets, remembers every question, and fails when told to. */
public final class TestAuthorizer implements RequestAuthorizer {

  /** One question that a client asked, its path without a query; the token is not in it. */
  public record Question(
      String what,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      boolean mayWait,
      String thread) {}

  private enum Behaviour {
    SIGN,
    HAVE_NO_TOKEN,
    FAIL_BY_POLICY,
    BREAK
  }

  private static final String[] KEY_HEADERS = {"api-key", "x-api-key", "ocp-apim-subscription-key"};

  private final TargetTable<String> targets;
  private final Supplier<String> tokens;
  private final List<String> values = new CopyOnWriteArrayList<>();
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = Behaviour.SIGN;
  private volatile String reason = "";
  private volatile String current = "";

  TestAuthorizer(TargetTable<String> targets, Supplier<String> tokens) {
    this.targets = targets;
    this.tokens = tokens;
  }

  void reset() {
    behaviour = Behaviour.SIGN;
    values.clear();
    questions.clear();
    failures.clear();
    issue();
  }

  /** As with {@code on-failure=pass} and no token: requests go out as they are. */
  public void haveNoToken() {
    behaviour = Behaviour.HAVE_NO_TOKEN;
  }

  /** As with {@code on-failure=fail} and no token. */
  public void failByPolicy(String why) {
    reason = why;
    behaviour = Behaviour.FAIL_BY_POLICY;
  }

  /** Throws what no authorizer should throw. */
  public void breakDown() {
    behaviour = Behaviour.BREAK;
  }

  /** Has tokens again. */
  public void recover() {
    behaviour = Behaviour.SIGN;
  }

  boolean isBroken() {
    return behaviour == Behaviour.BREAK;
  }

  /** Every value that was given out since the last reset, the current one last. */
  public List<String> values() {
    return List.copyOf(values);
  }

  /** What was asked since the last reset. */
  public List<Question> questions() {
    return List.copyOf(questions);
  }

  /** What went wrong inside advice since the last reset. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  private synchronized void issue() {
    current = "Bearer " + tokens.get();
    values.add(current);
  }

  @Override
  public @Nullable String authorize(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    questions.add(
        new Question(
            "authorize",
            scheme,
            host,
            port,
            pathOnly(path),
            mayWait,
            Thread.currentThread().getName()));
    if (targets.find(scheme, host, port, path) == null) {
      return null;
    }
    return switch (behaviour) {
      case SIGN -> current;
      case HAVE_NO_TOKEN -> null;
      case FAIL_BY_POLICY -> throw new FailurePolicyException(reason);
      case BREAK -> throw new IllegalStateException("an authorizer that is broken");
    };
  }

  @Override
  public boolean refused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      boolean mayWait) {
    questions.add(
        new Question(
            "refused",
            scheme,
            host,
            port,
            pathOnly(path),
            mayWait,
            Thread.currentThread().getName()));
    if (targets.find(scheme, host, port, path) == null) {
      return false;
    }
    synchronized (this) {
      if (sent.equals(current)) {
        issue();
      }
    }
    return true;
  }

  private static @Nullable String pathOnly(@Nullable String path) {
    if (path == null) {
      return null;
    }
    int question = path.indexOf('?');
    return question < 0 ? path : path.substring(0, question);
  }

  @Override
  public String[] keyHeaders() {
    return KEY_HEADERS;
  }

  @Override
  public void adviceFailed(Throwable failure) {
    failures.add(failure);
  }
}
