package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.WaitingCall;
import io.foundryidentity.agent.core.diagnosis.HarmlessRequest;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.targets.Scopes;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetTable;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.TokenCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One target and how its requests are authorized. */
public final class AuthorizedTarget implements RequestTarget {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizedTarget.class);

  private static final String PROJECT_PATH = "/api/projects/";

  private final Target target;
  private final String name;
  private final AuthorizationPolicy policy;
  private final AtomicBoolean dryRunTold = new AtomicBoolean();
  private final ReplacedBearer replaced;
  private final RefusalExplainer explainer;
  private final RequestCounts counts = new RequestCounts();
  private final UnprovenConnections unproven;

  /** The lookup that finds this target; null until {@link #join}. */
  private volatile @Nullable TargetLookup all;

  private volatile @Nullable TargetTable<AuthorizedTarget> table;

  private final ScopedTokens tokens;

  /**
   * With scope {@code auto}, project paths have a scope of their own to find; else the same as
   * {@code tokens}.
   */
  private final ScopedTokens projectTokens;

  /**
   * Public for the runtime module, which creates it.
   *
   * @param explicitScope null for {@code auto}
   */
  public AuthorizedTarget(
      Target target,
      @Nullable String explicitScope,
      AuthorizationPolicy policy,
      CacheOfScope caches,
      Clock clock,
      RefusalExplainer explainer) {
    this.target = target;
    this.policy = policy;
    this.explainer = explainer;
    this.name = target.toString();
    this.replaced = new ReplacedBearer(name);
    this.unproven = new UnprovenConnections(name);
    if (explicitScope != null) {
      tokens = new ScopedTokens(name, explicitScope, null, caches, clock);
      projectTokens = tokens;
    } else {
      String scope = Scopes.auto(target.host(), null);
      String projects = Scopes.auto(target.host(), PROJECT_PATH);
      tokens = new ScopedTokens(name, scope, Scopes.other(scope), caches, clock);
      projectTokens =
          new ScopedTokens(name + PROJECT_PATH, projects, Scopes.other(projects), caches, clock);
    }
  }

  /** Returns the cache for a scope, always the same one; called from any thread. */
  public interface CacheOfScope {
    TokenCache of(String scope);
  }

  /** The target as a URL. */
  String name() {
    return name;
  }

  /** Starts fetching the token that most requests will need. */
  public void prefetch() {
    tokensFor(target.pathPrefix()).prefetch();
  }

  /** Called when that table has this target. */
  void join(TargetLookup targets, TargetTable<AuthorizedTarget> itsTable) {
    all = targets;
    table = itsTable;
  }

  @Override
  public @Nullable RequestTarget now(String host, @Nullable String path) {
    TargetLookup targets = all;
    if (targets == null) {
      return null;
    }
    return targets.uses(table) ? this : targets.look(target.scheme(), host, target.port(), path);
  }

  @Override
  public @Nullable String authorize(
      @Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    if (isKept(existing) || isLeftByDryRun()) {
      return null;
    }
    ScopedTokens scoped = tokensFor(path);
    TokenCache cache = scoped.current();
    BearerToken token = cache.current();
    if (token == null) {
      return mayWait && cache.isTokenComing() ? RequestTarget.LATE : unsigned(scoped, cache);
    }
    counts.signed.increment();
    scoped.unauthorized().ended();
    if (existing != null) {
      replaced.note(existing, token.authorization());
    }
    TargetLookup targets = all;
    if (targets != null) {
      targets.authorized(this);
    }
    return token.authorization();
  }

  @Override
  public void await(@Nullable String path, @Nullable String existing, WaitingCall call) {
    if (isKept(existing) || policy.isDryRun()) {
      return;
    }
    try {
      tokensFor(path)
          .current()
          .await(Math.min(policy.tokenWaitMillis(), call.limitMillis()), call::hasEnded);
    } catch (InterruptedException interrupted) {
      // The interrupt is kept for the request's own code, as it would be without the agent.
      Thread.currentThread().interrupt();
    }
  }

  /** Counts only a request that fails here. */
  @Override
  public boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    if (isKept(existing) || policy.isDryRun()) {
      return false;
    }
    TokenCache cache = tokensFor(path).current();
    if (cache.current() != null) {
      return false;
    }
    if (mayWait && cache.isTokenComing()) {
      return true;
    }
    if (policy.failsWithoutToken()) {
      throw stopped(cache);
    }
    return false;
  }

  /** Counts nothing. */
  @Override
  public @Nullable String present(@Nullable String path, @Nullable String existing) {
    if (isKept(existing) || policy.isDryRun()) {
      return null;
    }
    BearerToken token = tokensFor(path).current().current();
    return token == null ? RequestTarget.NO_TOKEN : token.authorization();
  }

  /**
   * Starts to fetch a token if it is needed. A dry run is counted here, as the request is not asked
   * about again; nothing else is counted.
   */
  @Override
  public boolean concerns(@Nullable String path, @Nullable String existing) {
    if (isKept(existing) || isLeftByDryRun()) {
      return false;
    }
    tokensFor(path).current().current();
    return true;
  }

  @Override
  public boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
    return !isKept(existing)
        && !policy.isDryRun()
        && tokensFor(path).current().defer(policy.tokenWaitMillis(), whenSettled);
  }

  private boolean isKept(@Nullable String existing) {
    return existing != null && policy.keepsBearers() && Jwt.isBearer(existing);
  }

  private boolean isLeftByDryRun() {
    if (!policy.isDryRun()) {
      return false;
    }
    counts.unsigned.increment();
    if (dryRunTold.compareAndSet(false, true)) {
      LOG.info("dry run: requests to {} would get a token", target);
    }
    return true;
  }

  @Override
  public void unproven(String fault) {
    counts.unsigned.increment();
    unproven.note(fault);
  }

  @Override
  public void retried() {
    counts.retried.increment();
  }

  @Override
  public boolean refused(String host, @Nullable String path, String sent, long waitMillis) {
    counts.refused.increment();
    boolean another = hasAnother(path, sent, waitMillis);
    if (!another && !policy.isDryRun() && tokensFor(path).isIncurable()) {
      explain(401, host, path);
    }
    return another;
  }

  private boolean hasAnother(@Nullable String path, String sent, long waitMillis) {
    try {
      long wait = Math.min(policy.tokenWaitMillis(), waitMillis);
      return tokensFor(path).refused(sent, wait) != null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
    return tokensFor(path).deferRefused(sent, policy.tokenWaitMillis(), whenSettled);
  }

  @Override
  public void forbidden(String host, @Nullable String path, String sent) {
    if (isPresent(path, sent)) {
      explain(403, host, path);
    }
  }

  @Override
  public void accepted(@Nullable String path, String sent) {
    tokensFor(path).accepted(sent);
  }

  @Override
  public String explainNoToken(@Nullable String path) {
    return withoutToken(tokensFor(path).current(), "");
  }

  /** Whether this value is the one that this target's requests are sent with now. */
  private boolean isPresent(@Nullable String path, String sent) {
    BearerToken token = policy.isDryRun() ? null : tokensFor(path).current().current();
    return token != null && token.authorization().equals(sent);
  }

  /**
   * Explains a refusal later, on another thread. To do so, the target is asked for a list of
   * models, if that path belongs to this target too; else for the refused path itself.
   */
  private void explain(int status, String host, @Nullable String path) {
    int query = path == null ? -1 : path.indexOf('?');
    String asked = path == null || query < 0 ? path : path.substring(0, query);
    String list = HarmlessRequest.path(asked);
    String question = asked == null || isMine(host, list) ? list : asked;
    ScopedTokens used = tokensFor(asked);
    explainer.note(
        status, host, asked == null ? "/" : asked, question, used.scope(), used.current()::current);
  }

  private boolean isMine(String host, String path) {
    TargetLookup targets = all;
    return targets != null && targets.look(target.scheme(), host, target.port(), path) == this;
  }

  private ScopedTokens tokensFor(@Nullable String path) {
    return path != null && path.startsWith(PROJECT_PATH) ? projectTokens : tokens;
  }

  private String unsigned(ScopedTokens scoped, TokenCache cache) throws FailurePolicyException {
    if (!policy.failsWithoutToken()) {
      counts.unsigned.increment();
      scoped.unauthorized().note(cache, policy.tokenWaitMillis());
      return RequestTarget.NO_TOKEN;
    }
    throw stopped(cache);
  }

  private FailurePolicyException stopped(TokenCache cache) {
    counts.stopped.increment();
    return new FailurePolicyException(withoutToken(cache, ", and on-failure=fail"));
  }

  private String withoutToken(TokenCache cache, String then) {
    String failure = cache.failure();
    return "foundry-identity: no token for "
        + target
        + " ("
        + (failure == null ? "the first one has not come yet" : failure)
        + ")"
        + then
        + "; to find the cause, run: java -jar foundry-identity-agent.jar check";
  }

  /** Public for the classes that show it. */
  public TargetStatus status() {
    TargetStatus.Counts now = counts.now();
    List<String> scopes = new ArrayList<>();
    boolean usable = true;
    for (ScopedTokens each : asList(tokens, projectTokens)) {
      if (each.isUsed()) {
        if (!scopes.contains(each.scope())) {
          scopes.add(each.scope());
        }
        usable &= each.isUsable();
      }
    }
    boolean used = !scopes.isEmpty() || now.unsigned > 0;
    if (scopes.isEmpty()) {
      ScopedTokens first = tokensFor(target.pathPrefix());
      scopes.add(first.scope());
      usable = first.isUsable();
    }
    return new TargetStatus(name, scopes, used, usable, now);
  }

  private static List<ScopedTokens> asList(ScopedTokens one, ScopedTokens other) {
    return one == other ? Collections.singletonList(one) : Arrays.asList(one, other);
  }
}
