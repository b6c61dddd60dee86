package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.target.Scopes;
import io.foundryidentity.agent.core.target.Target;
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

/** One target and how its requests are signed. */
public final class SignedTarget {

  private static final Logger LOG = LoggerFactory.getLogger(SignedTarget.class);

  private static final String PROJECT_PATH = "/api/projects/";

  private final Target target;
  private final String name;
  private final SigningPolicy policy;
  private final AtomicBoolean dryRunTold = new AtomicBoolean();
  private final ReplacedBearer replaced;
  private final RefusalExplainer explainer;
  private final RequestCounts counts = new RequestCounts();

  private final ScopedTokens tokens;

  /** Under scope {@code auto} project paths take a scope of their own; else the same tokens. */
  private final ScopedTokens projectTokens;

  /**
   * Public for the isolated side's wiring.
   *
   * @param explicitScope null for {@code auto}
   */
  public SignedTarget(
      Target target,
      @Nullable String explicitScope,
      SigningPolicy policy,
      CacheOfScope caches,
      Clock clock,
      RefusalExplainer explainer) {
    this.target = target;
    this.policy = policy;
    this.explainer = explainer;
    this.name = target.toString();
    this.replaced = new ReplacedBearer(name);
    if (explicitScope != null) {
      tokens = new ScopedTokens(name, explicitScope, null, caches, clock);
      projectTokens = tokens;
    } else {
      String services = Scopes.auto(target.host(), null);
      String projects = Scopes.auto(target.host(), PROJECT_PATH);
      tokens = new ScopedTokens(name, services, projects, caches, clock);
      projectTokens = new ScopedTokens(name + PROJECT_PATH, projects, services, caches, clock);
    }
  }

  /** Gives the cache of a scope, the same one each time; called from any thread. */
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

  @Nullable String authorize(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    if (isKept(existing) || isLeftByDryRun()) {
      return null;
    }
    TokenCache cache = tokensFor(path).current();
    BearerToken token = token(cache, mayWait);
    if (token == null) {
      return unsigned(cache);
    }
    counts.signed.increment();
    if (existing != null) {
      replaced.note(existing, token.authorization());
    }
    return token.authorization();
  }

  /** The wait and the failure policy of {@link #authorize}; only what ends here is counted. */
  void prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    if (!isKept(existing) && !policy.isDryRun()) {
      TokenCache cache = tokensFor(path).current();
      if (token(cache, mayWait) == null && policy.failsWithoutToken()) {
        throw stopped(cache);
      }
    }
  }

  /** What {@link #authorize} would answer now; counts nothing. */
  @Nullable String present(@Nullable String path, @Nullable String existing) {
    if (isKept(existing) || policy.isDryRun()) {
      return null;
    }
    BearerToken token = tokensFor(path).current().current();
    return token == null ? RequestAuthorizer.NO_TOKEN : token.authorization();
  }

  /**
   * As {@link #authorize}, for a look ahead: starts what fetches a token, and counts nothing but
   * what a dry run leaves, as of that nobody asks again.
   */
  boolean concerns(@Nullable String path, @Nullable String existing) {
    if (isKept(existing) || isLeftByDryRun()) {
      return false;
    }
    tokensFor(path).current().current();
    return true;
  }

  boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
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
      LOG.info("dry run: requests to {} would be signed", target);
    }
    return true;
  }

  void retried() {
    counts.retried.increment();
  }

  boolean refused(@Nullable String path, String sent, boolean mayWait) {
    counts.refused.increment();
    try {
      long wait = mayWait ? policy.tokenWaitMillis() : 0;
      return tokensFor(path).refused(sent, wait) != null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
    return tokensFor(path).deferRefused(sent, policy.tokenWaitMillis(), whenSettled);
  }

  /** Whether a refusal of what was sent is one that no other token cures. */
  boolean isIncurable(@Nullable String path) {
    return !policy.isDryRun() && tokensFor(path).isIncurable();
  }

  /** Whether that value is the one that this target's requests go out with now. */
  boolean isOurs(@Nullable String path, String sent) {
    BearerToken token = policy.isDryRun() ? null : tokensFor(path).current().current();
    return token != null && token.authorization().equals(sent);
  }

  /**
   * Has a refusal explained, in a moment and elsewhere.
   *
   * @param question the path to ask this target for
   */
  void explain(int status, String host, @Nullable String path, String question) {
    String refused = path == null ? "/" : path;
    ScopedTokens used = tokensFor(path);
    explainer.note(status, host, refused, question, used.scope(), used.current()::current);
  }

  private ScopedTokens tokensFor(@Nullable String path) {
    return path != null && path.startsWith(PROJECT_PATH) ? projectTokens : tokens;
  }

  private @Nullable BearerToken token(TokenCache cache, boolean mayWait) {
    BearerToken token = cache.current();
    return token == null && mayWait ? await(cache) : token;
  }

  private @Nullable BearerToken await(TokenCache cache) {
    try {
      return cache.await(policy.tokenWaitMillis());
    } catch (InterruptedException interrupted) {
      // The request's own code sees the flag where it waits next, as it would without the agent.
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private String unsigned(TokenCache cache) throws FailurePolicyException {
    if (!policy.failsWithoutToken()) {
      counts.unsigned.increment();
      return RequestAuthorizer.NO_TOKEN;
    }
    throw stopped(cache);
  }

  private FailurePolicyException stopped(TokenCache cache) {
    counts.stopped.increment();
    String failure = cache.failure();
    return new FailurePolicyException(
        "foundry-identity: no token for "
            + target
            + " ("
            + (failure == null ? "the first one has not come yet" : failure)
            + "), and on-failure=fail");
  }

  /** Public for whoever shows it. */
  public TargetStatus status() {
    TargetStatus.Counts now = counts.now();
    List<String> scopes = new ArrayList<>();
    boolean usable = true;
    for (ScopedTokens each : asList(tokens, projectTokens)) {
      if (each.isUsed()) {
        scopes.add(each.scope());
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
