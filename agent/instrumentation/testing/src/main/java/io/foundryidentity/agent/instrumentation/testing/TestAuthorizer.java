package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
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
    HOLD,
    HAVE_NO_TOKEN,
    FAIL_BY_POLICY,
    BREAK
  }

  /** What comes of a refusal. */
  private enum Renewal {
    AT_ONCE,
    HELD,
    NEVER
  }

  private static final String[] KEY_HEADERS = {"api-key", "x-api-key", "ocp-apim-subscription-key"};

  private final TargetTable<String> targets;
  private final Supplier<String> tokens;
  private final List<String> values = new CopyOnWriteArrayList<>();
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<Runnable> heldBack = new ArrayList<>();
  private BooleanSupplier tokenIsThere = () -> true;
  private volatile Behaviour behaviour = Behaviour.SIGN;
  private volatile Renewal renewal = Renewal.AT_ONCE;
  private volatile String reason = "";
  private volatile String current = "";
  private volatile CompletableFuture<Void> somebodyWaits = new CompletableFuture<>();

  TestAuthorizer(TargetTable<String> targets, Supplier<String> tokens) {
    this.targets = targets;
    this.tokens = tokens;
  }

  void reset() {
    settle(Behaviour.SIGN);
    settle(Renewal.AT_ONCE);
    haveNoTokenUntil(() -> true);
    values.clear();
    questions.clear();
    failures.clear();
    issue();
  }

  /** As while the first token is on its way; who may not wait can hold its request back. */
  public synchronized void holdTokens() {
    behaviour = Behaviour.HOLD;
    somebodyWaits = new CompletableFuture<>();
  }

  /** Done as soon as a request waits for the tokens that are held, or is held back itself. */
  public CompletableFuture<Void> whenSomebodyWaits() {
    return somebodyWaits;
  }

  /** The token has come: whoever waits goes on. */
  public void releaseTokens() {
    settle(Behaviour.SIGN);
  }

  /** No token will come, with {@code on-failure=pass}: whoever waits goes on without. */
  public void giveUpTokens() {
    settle(Behaviour.HAVE_NO_TOKEN);
  }

  /** No token will come, with {@code on-failure=fail}. */
  public void giveUpTokens(String why) {
    reason = why;
    settle(Behaviour.FAIL_BY_POLICY);
  }

  /** The longest wait is over and the token still on its way. */
  public void endWaits() {
    settle(Behaviour.HOLD);
  }

  /** How many requests are held back now. */
  public synchronized int heldBack() {
    return heldBack.size();
  }

  /** As while another token is on its way: who hears of a refusal waits, or holds its answer. */
  public synchronized void holdRenewals() {
    renewal = Renewal.HELD;
    somebodyWaits = new CompletableFuture<>();
  }

  /** The other token has come. */
  public void renew() {
    issue();
    settle(Renewal.AT_ONCE);
  }

  /** No other token comes, as where the issuer fails or answers with the refused one. */
  public void keepToken() {
    settle(Renewal.NEVER);
  }

  private void settle(Behaviour after) {
    settle(after, renewal);
  }

  private void settle(Renewal after) {
    settle(behaviour, after);
  }

  private void settle(Behaviour next, Renewal nextRenewal) {
    List<Runnable> settled;
    synchronized (this) {
      behaviour = next;
      renewal = nextRenewal;
      settled = List.copyOf(heldBack);
      heldBack.clear();
      notifyAll();
    }
    // As the agent does: on a thread that is none of the client's
    new Thread(() -> settled.forEach(Runnable::run), "test-agent").start();
  }

  /** No token before that, and from then on a token: as where the first one comes too late. */
  public synchronized void haveNoTokenUntil(BooleanSupplier condition) {
    tokenIsThere = condition;
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
    return answer("authorize", scheme, host, port, path, mayWait);
  }

  @Override
  public void prepare(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      boolean mayWait)
      throws FailurePolicyException {
    answer("prepare", scheme, host, port, path, mayWait);
  }

  @Override
  public @Nullable String present(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    try {
      return answer("present", scheme, host, port, path, false);
    } catch (FailurePolicyException noToken) {
      return NO_TOKEN;
    }
  }

  @Override
  public boolean concerns(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    try {
      return answer("concerns", scheme, host, port, path, false) != null;
    } catch (FailurePolicyException noToken) {
      return true;
    }
  }

  private @Nullable String answer(
      String what,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      boolean mayWait)
      throws FailurePolicyException {
    questions.add(
        new Question(
            what, scheme, host, port, pathOnly(path), mayWait, Thread.currentThread().getName()));
    if (targets.find(scheme, host, port, path) == null) {
      return null;
    }
    if (mayWait) {
      awaitRelease();
    }
    return switch (behaviour) {
      case SIGN -> tokenIsThere() ? current : NO_TOKEN;
      case HOLD, HAVE_NO_TOKEN -> NO_TOKEN;
      case FAIL_BY_POLICY -> throw new FailurePolicyException(reason);
      case BREAK -> throw new IllegalStateException("an authorizer that is broken");
    };
  }

  private synchronized boolean tokenIsThere() {
    return tokenIsThere.getAsBoolean();
  }

  private synchronized void awaitRelease() {
    try {
      while (behaviour == Behaviour.HOLD) {
        somebodyWaits.complete(null);
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean defer(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      Runnable whenSettled) {
    if (targets.find(scheme, host, port, path) == null) {
      return false;
    }
    synchronized (this) {
      if (behaviour != Behaviour.HOLD) {
        return false;
      }
      heldBack.add(whenSettled);
    }
    somebodyWaits.complete(null);
    return true;
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
    if (mayWait) {
      awaitRenewal(sent);
    }
    return renewed(sent);
  }

  private synchronized boolean renewed(String sent) {
    if (sent.equals(current) && renewal == Renewal.AT_ONCE) {
      issue();
    }
    return !sent.equals(current);
  }

  private synchronized void awaitRenewal(String sent) {
    try {
      while (renewal == Renewal.HELD && sent.equals(current)) {
        somebodyWaits.complete(null);
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean deferRefused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      Runnable whenSettled) {
    if (targets.find(scheme, host, port, path) == null) {
      return false;
    }
    synchronized (this) {
      if (renewal != Renewal.HELD || renewed(sent)) {
        return false;
      }
      heldBack.add(whenSettled);
    }
    somebodyWaits.complete(null);
    return true;
  }

  @Override
  public void forbidden(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent) {
    questions.add(
        new Question(
            "forbidden",
            scheme,
            host,
            port,
            pathOnly(path),
            false,
            Thread.currentThread().getName()));
  }

  private static @Nullable String pathOnly(@Nullable String path) {
    if (path == null) {
      return null;
    }
    int question = path.indexOf('?');
    return question < 0 ? path : path.substring(0, question);
  }

  @Override
  public boolean isTargetHost(String host) {
    return targets.hasHost(host);
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
