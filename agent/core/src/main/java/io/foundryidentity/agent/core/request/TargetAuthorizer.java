package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.diagnosis.HarmlessRequest;
import io.foundryidentity.agent.core.target.TargetTable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs what goes to a configured target, and nothing else. */
public final class TargetAuthorizer implements RequestAuthorizer {

  private static final Logger LOG = LoggerFactory.getLogger(TargetAuthorizer.class);

  private volatile TargetTable<SignedTarget> targets;
  private volatile String[] keyHeaders;
  private final AtomicBoolean adviceFailed = new AtomicBoolean();
  private volatile boolean on = true;
  private volatile @Nullable Runnable onFirstSigned;
  private volatile @Nullable Consumer<String> onEachSigned;

  /**
   * Public for the isolated side's wiring.
   *
   * @param keyHeaders in lower case
   */
  public TargetAuthorizer(TargetTable<SignedTarget> targets, String[] keyHeaders) {
    this.targets = targets;
    this.keyHeaders = keyHeaders.clone();
  }

  /** From now on these in the place of the present ones; as the constructor takes them. */
  public void use(TargetTable<SignedTarget> targets, String[] keyHeaders) {
    this.keyHeaders = keyHeaders.clone();
    this.targets = targets;
  }

  /**
   * Takes the agent out of the path of every request, or back in, at once. Hosts of targets are
   * still told from others, as connections that open meanwhile may carry signed requests later.
   */
  public void switchTo(boolean wanted) {
    on = wanted;
  }

  public boolean isOn() {
    return on;
  }

  /**
   * @param then runs once, in the thread of the first request that is signed: must return at once
   */
  public void onFirstSigned(Runnable then) {
    onFirstSigned = then;
  }

  /**
   * @param then gets the target of each request that is signed, in its thread: must return at once
   */
  public void onEachSigned(Consumer<String> then) {
    onEachSigned = then;
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
    SignedTarget target = find(scheme, host, port, path);
    if (target == null) {
      return null;
    }
    String value = target.authorize(path, existing, mayWait);
    if (value != null && !value.isEmpty()) {
      signed(target);
    }
    return value;
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
    SignedTarget target = find(scheme, host, port, path);
    if (target != null) {
      target.prepare(path, existing, mayWait);
    }
  }

  @Override
  public @Nullable String present(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    SignedTarget target = find(scheme, host, port, path);
    return target == null ? null : target.present(path, existing);
  }

  @Override
  public boolean concerns(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing) {
    SignedTarget target = find(scheme, host, port, path);
    return target != null && target.concerns(path, existing);
  }

  @Override
  public boolean defer(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String existing,
      Runnable whenSettled) {
    SignedTarget target = find(scheme, host, port, path);
    return target != null && target.defer(path, existing, whenSettled);
  }

  @Override
  public boolean refused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      boolean mayWait) {
    SignedTarget target = find(scheme, host, port, path);
    if (target == null) {
      return false;
    }
    boolean another = target.refused(path, sent, mayWait);
    if (!another && target.isIncurable(path)) {
      explain(target, 401, scheme, host, port, path);
    }
    return another;
  }

  @Override
  public void forbidden(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent) {
    SignedTarget target = find(scheme, host, port, path);
    if (target != null && target.isOurs(path, sent)) {
      explain(target, 403, scheme, host, port, path);
    }
  }

  /** The question is a list, where that is the same target's; else the refused path itself. */
  private void explain(
      SignedTarget target,
      int status,
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path) {
    if (host == null) {
      return;
    }
    int query = path == null ? -1 : path.indexOf('?');
    String asked = path == null || query < 0 ? path : path.substring(0, query);
    String question = HarmlessRequest.path(asked);
    boolean same = target.equals(targets.find(scheme, host, port, question));
    target.explain(status, host, asked, same || asked == null ? question : asked);
  }

  @Override
  public boolean deferRefused(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      String sent,
      Runnable whenSettled) {
    SignedTarget target = find(scheme, host, port, path);
    return target != null && target.deferRefused(path, sent, whenSettled);
  }

  @Override
  public void retried(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    SignedTarget target = find(scheme, host, port, path);
    if (target != null) {
      target.retried();
    }
  }

  private @Nullable SignedTarget find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    return on ? targets.find(scheme, host, port, path) : null;
  }

  private void signed(SignedTarget target) {
    if (onFirstSigned != null) {
      firstSigned();
    }
    Consumer<String> each = onEachSigned;
    if (each != null) {
      each.accept(target.name());
    }
  }

  private synchronized void firstSigned() {
    Runnable then = onFirstSigned;
    onFirstSigned = null;
    if (then != null) {
      then.run();
    }
  }

  @Override
  public boolean isTargetHost(String host) {
    return targets.hasHost(host);
  }

  @Override
  public String[] keyHeaders() {
    return keyHeaders;
  }

  @Override
  public void adviceFailed(Throwable failure) {
    if (adviceFailed.compareAndSet(false, true)) {
      LOG.error(
          "a request could not be signed and went out as the application wrote it;"
              + " further ones like it are not logged",
          failure);
    } else {
      LOG.debug("a request could not be signed", failure);
    }
  }
}
