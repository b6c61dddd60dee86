package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.target.Scopes;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.RefusalBudget;
import io.foundryidentity.agent.core.token.TokenCache;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One target and how its requests are signed. */
public final class SignedTarget {

  private static final Logger LOG = LoggerFactory.getLogger(SignedTarget.class);

  private static final String PROJECT_PATH = "/api/projects/";

  private final Target target;
  private final SigningPolicy policy;
  private final RefusalBudget refusals = new RefusalBudget();
  private final AtomicBoolean dryRunTold = new AtomicBoolean();
  private final ReplacedBearer replaced;

  private final TokenCache cache;

  /** Under scope {@code auto} project paths take a scope of their own; else the same cache. */
  private final TokenCache projectCache;

  /**
   * Public for the isolated side's wiring.
   *
   * @param explicitScope null for {@code auto}
   */
  public SignedTarget(
      Target target, @Nullable String explicitScope, SigningPolicy policy, CacheOfScope caches) {
    this.target = target;
    this.policy = policy;
    this.replaced = new ReplacedBearer(target.toString());
    String host = target.host();
    cache = caches.of(explicitScope != null ? explicitScope : Scopes.auto(host, null));
    projectCache = explicitScope != null ? cache : caches.of(Scopes.auto(host, PROJECT_PATH));
  }

  /** Gives the cache of a scope; asked once for each when the agent is wired. */
  public interface CacheOfScope {
    TokenCache of(String scope);
  }

  /** Starts fetching the token that most requests will need. */
  public void prefetch() {
    cacheFor(target.pathPrefix()).prefetch();
  }

  @Nullable String authorize(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    if (isKept(existing)) {
      return null;
    }
    if (policy.isDryRun()) {
      if (dryRunTold.compareAndSet(false, true)) {
        LOG.info("dry run: requests to {} would be signed", target);
      }
      return null;
    }
    TokenCache tokens = cacheFor(path);
    BearerToken token = tokens.current();
    if (token == null && mayWait) {
      token = await(tokens);
    }
    if (token == null) {
      return unsigned(tokens);
    }
    if (existing != null) {
      replaced.note(existing, token.authorization());
    }
    return token.authorization();
  }

  boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
    return !isKept(existing)
        && !policy.isDryRun()
        && cacheFor(path).defer(policy.tokenWaitMillis(), whenSettled);
  }

  private boolean isKept(@Nullable String existing) {
    return existing != null && policy.keepsBearers() && Jwt.isBearer(existing);
  }

  boolean refused(@Nullable String path, String sent, boolean mayWait) {
    try {
      long wait = mayWait ? policy.tokenWaitMillis() : 0;
      return cacheFor(path).refused(sent, refusals, wait) != null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
    return cacheFor(path).deferRefused(sent, refusals, policy.tokenWaitMillis(), whenSettled);
  }

  private TokenCache cacheFor(@Nullable String path) {
    return path != null && path.startsWith(PROJECT_PATH) ? projectCache : cache;
  }

  private @Nullable BearerToken await(TokenCache tokens) {
    try {
      return tokens.await(policy.tokenWaitMillis());
    } catch (InterruptedException interrupted) {
      // The request's own code sees the flag where it waits next, as it would without the agent.
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private String unsigned(TokenCache tokens) throws FailurePolicyException {
    if (!policy.failsWithoutToken()) {
      return RequestAuthorizer.NO_TOKEN;
    }
    String failure = tokens.failure();
    throw new FailurePolicyException(
        "foundry-identity: no token for "
            + target
            + " ("
            + (failure == null ? "the first one has not come yet" : failure)
            + "), and on-failure=fail");
  }
}
