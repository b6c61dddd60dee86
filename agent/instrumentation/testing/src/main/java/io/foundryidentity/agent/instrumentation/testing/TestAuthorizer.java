package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.bootstrap.WaitingCall;
import io.foundryidentity.agent.core.configuration.KeyHeaders;
import io.foundryidentity.agent.core.targets.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes requests to the test's targets only, remembers every question, and fails if told to.
 */
public final class TestAuthorizer implements RequestTargets {

  /** One question that a client asked of a target, its path without a query; no token is in it. */
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

  /** What happens after a refusal. */
  private enum Renewal {
    AT_ONCE,
    HELD,
    NEVER
  }

  /**
   * The path of a call whose caller goes away while it is held. The client may go on with the call
   * in a later case: so it is held as any other call, but never authorized, and no case hears of
   * it.
   */
  static final String ABANDONED = "/interrupted";

  private static final String[] KEY_HEADERS = KeyHeaders.all().toArray(new String[0]);

  private final TargetTable<String> targets;
  private volatile @Nullable TargetTable<String> added;
  private final Supplier<String> tokens;
  private final List<String> values = new CopyOnWriteArrayList<>();
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<String> unproven = new CopyOnWriteArrayList<>();
  private final List<Runnable> heldBack = new ArrayList<>();
  private final List<CountDownLatch> settling = new CopyOnWriteArrayList<>();
  private BooleanSupplier tokenIsThere = () -> true;
  private volatile Behaviour behaviour = Behaviour.SIGN;
  private volatile Renewal renewal = Renewal.AT_ONCE;
  private volatile String reason = "";
  private volatile String current = "";
  private volatile String accepted = "";
  private volatile CompletableFuture<Void> somebodyWaits = new CompletableFuture<>();

  TestAuthorizer(TargetTable<String> targets, Supplier<String> tokens) {
    this.targets = targets;
    this.tokens = tokens;
  }

  void reset() {
    // What was settled before must not find what is true from now on
    awaitSettled();
    settle(Behaviour.SIGN);
    settle(Renewal.AT_ONCE);
    awaitSettled();
    haveNoTokenUntil(() -> true);
    values.clear();
    questions.clear();
    failures.clear();
    unproven.clear();
    accepted = "";
    added = null;
    reason = "";
    issue();
  }

  void add(TargetTable<String> more) {
    added = more;
  }

  /** As while the first token is being fetched; a request that may not wait can be held back. */
  public synchronized void holdTokens() {
    behaviour = Behaviour.HOLD;
    somebodyWaits = new CompletableFuture<>();
  }

  /** Completes as soon as a request waits for the tokens that are held, or is held back itself. */
  public CompletableFuture<Void> whenSomebodyWaits() {
    return somebodyWaits;
  }

  /** The token is available: all waiting requests continue. */
  public void releaseTokens() {
    settle(Behaviour.SIGN);
  }

  /**
   * No token will come, with {@code on-failure=pass}: all waiting requests continue without one.
   */
  public void giveUpTokens() {
    settle(Behaviour.HAVE_NO_TOKEN);
  }

  /** No token will come, with {@code on-failure=fail}. */
  public void giveUpTokens(String why) {
    reason = why;
    settle(Behaviour.FAIL_BY_POLICY);
  }

  /** The longest wait is over, and the token is still being fetched. */
  public void endWaits() {
    settle(Behaviour.HOLD);
  }

  /** How many requests are held back now. */
  public synchronized int heldBack() {
    return heldBack.size();
  }

  /** As while another token is being fetched: after a refusal, callers wait or hold the answer. */
  public synchronized void holdRenewals() {
    renewal = Renewal.HELD;
    somebodyWaits = new CompletableFuture<>();
  }

  /** The other token is available. */
  public void renew() {
    issue();
    settle(Renewal.AT_ONCE);
  }

  /** No other token comes, as if the issuer failed or answered with the refused one. */
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
    // As the agent does: on a thread that is not one of the client's
    CountDownLatch over = new CountDownLatch(1);
    settling.add(over);
    new Thread(
            () -> {
              try {
                settled.forEach(Runnable::run);
              } finally {
                over.countDown();
              }
            },
            "test-agent")
        .start();
  }

  private void awaitSettled() {
    try {
      for (CountDownLatch over : settling) {
        if (!over.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("what was held back does not end");
        }
      }
      settling.removeIf(over -> over.getCount() == 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No token before that, and a token from then on: as if the first one came too late. */
  public synchronized void haveNoTokenUntil(BooleanSupplier condition) {
    tokenIsThere = condition;
  }

  /** As with {@code on-failure=pass} and no token: requests are sent as they are. */
  public void haveNoToken() {
    behaviour = Behaviour.HAVE_NO_TOKEN;
  }

  /** The same, for a reason that is known. */
  public void haveNoToken(String why) {
    reason = why;
    haveNoToken();
  }

  String explainNoToken() {
    return reason.isEmpty() ? "no token" : "no token (" + reason + ")";
  }

  /** As with {@code on-failure=fail} and no token. */
  public void failByPolicy(String why) {
    reason = why;
    behaviour = Behaviour.FAIL_BY_POLICY;
  }

  /** Throws an exception that an authorizer should never throw. */
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

  /** The questions since the last reset. */
  public List<Question> questions() {
    return List.copyOf(questions);
  }

  /** The failures inside advice since the last reset. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Why requests were sent without a token since the last reset, one reason for each of them. */
  public List<String> unproven() {
    return List.copyOf(unproven);
  }

  void unproven(String fault) {
    unproven.add(fault);
  }

  private synchronized void issue() {
    current = "Bearer " + tokens.get();
    values.add(current);
  }

  @Override
  public @Nullable RequestTarget find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    TargetTable<String> more = added;
    return targets.find(scheme, host, port, path) == null
            && (more == null || more.find(scheme, host, port, path) == null)
        ? null
        : new TestTarget(this, scheme, host, port);
  }

  void ask(Question question) {
    if (!ABANDONED.equals(question.path())) {
      questions.add(question);
    }
  }

  String answer(@Nullable String path, boolean mayWait) throws FailurePolicyException {
    Behaviour now = behaviour;
    if (ABANDONED.equals(path) && now != Behaviour.HOLD) {
      throw new FailurePolicyException("nobody waits for this call any longer");
    }
    return switch (now) {
      case SIGN -> tokenIsThere() ? current : RequestTarget.NO_TOKEN;
      case HOLD -> mayWait ? RequestTarget.LATE : RequestTarget.NO_TOKEN;
      case HAVE_NO_TOKEN -> RequestTarget.NO_TOKEN;
      case FAIL_BY_POLICY -> throw new FailurePolicyException(reason);
      case BREAK -> throw new IllegalStateException("an authorizer that is broken");
    };
  }

  /**
   * Whether the condition becomes true soon: for what a client tells after the caller has its
   * answer.
   */
  synchronized boolean comesTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < end) {
        wait(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return condition.getAsBoolean();
  }

  private synchronized boolean tokenIsThere() {
    return tokenIsThere.getAsBoolean();
  }

  /** Looks every few milliseconds whether the call still wants its token, as the agent does. */
  synchronized void await(WaitingCall call) {
    long start = System.nanoTime();
    try {
      while (behaviour == Behaviour.HOLD
          && !call.hasEnded()
          && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(call.limitMillis())) {
        somebodyWaits.complete(null);
        wait(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean defer(Runnable whenSettled) {
    synchronized (this) {
      if (behaviour != Behaviour.HOLD) {
        return false;
      }
      heldBack.add(whenSettled);
    }
    somebodyWaits.complete(null);
    return true;
  }

  void accept(String sent) {
    accepted = sent;
  }

  /** The value of the last request that got a good answer, if its client told; else empty. */
  String accepted() {
    return accepted;
  }

  boolean refused(String sent, long waitMillis) {
    awaitRenewal(sent, waitMillis);
    return renewed(sent);
  }

  private synchronized boolean renewed(String sent) {
    if (sent.equals(current) && renewal == Renewal.AT_ONCE) {
      issue();
    }
    return !sent.equals(current);
  }

  private synchronized void awaitRenewal(String sent, long waitMillis) {
    long start = System.nanoTime();
    try {
      while (renewal == Renewal.HELD
          && sent.equals(current)
          && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(waitMillis)) {
        somebodyWaits.complete(null);
        wait(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean deferRefused(String sent, Runnable whenSettled) {
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
  public boolean isTargetHost(String host) {
    TargetTable<String> more = added;
    return targets.hasHost(host) || (more != null && more.hasHost(host));
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
