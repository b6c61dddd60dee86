package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.targets.Target;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about each request's token, the same as for requests of instrumented clients; for
 * ordinary requests and for WebSocket handshakes.
 */
final class TargetAuthorization {

  private final RequestTargets targets;

  TargetAuthorization(RequestTargets targets) {
    this.targets = targets;
  }

  /** Names of headers with a key for a target, in lower case. */
  String[] keyHeaders() {
    return targets.keyHeaders();
  }

  /**
   * The value of {@code Authorization} for this request.
   *
   * @throws FailurePolicyException if there is none: nothing may be sent then
   */
  String authorize(Target target, String path) throws FailurePolicyException {
    String value;
    try {
      value = ask(target, path);
    } catch (RuntimeException broken) {
      targets.adviceFailed(broken);
      value = null;
    }
    if (value == null || value.isEmpty()) {
      throw new FailurePolicyException(withoutToken(target, path));
    }
    return value;
  }

  private String withoutToken(Target target, String path) {
    RequestTarget found = find(target, path);
    return found == null
        ? "foundry-identity: " + target + " is no longer a target"
        : found.explainNoToken(path);
  }

  /** Reports that the target answered 2xx, or accepted a handshake. */
  void accepted(Target target, String path, String sent) {
    try {
      RequestTarget found = find(target, path);
      if (found != null) {
        found.accepted(path, sent);
      }
    } catch (RuntimeException broken) {
      targets.adviceFailed(broken);
    }
  }

  /** Reports that the target answered 403. */
  void forbidden(Target target, String path, String sent) {
    try {
      RequestTarget found = find(target, path);
      if (found != null) {
        found.forbidden(target.host(), path, sent);
      }
    } catch (RuntimeException broken) {
      targets.adviceFailed(broken);
    }
  }

  /**
   * Reports that the target answered 401.
   *
   * @return the header value for a second attempt; null if there is none, or the body cannot be
   *     repeated
   */
  @Nullable String afterRefusal(Target target, String path, String refused, boolean repeatable) {
    try {
      // Reported in any case: the next request needs another token, with or without a retry.
      RequestTarget found = find(target, path);
      boolean another =
          found != null
              && found.refused(target.host(), path, refused, repeatable ? Long.MAX_VALUE : 0);
      String value = another && repeatable ? ask(target, path) : null;
      return value == null || value.isEmpty() || value.equals(refused) ? null : value;
    } catch (FailurePolicyException noneAnyMore) {
      return null;
    } catch (RuntimeException broken) {
      targets.adviceFailed(broken);
      return null;
    }
  }

  private @Nullable String ask(Target target, String path) throws FailurePolicyException {
    RequestTarget found = find(target, path);
    return found == null ? null : found.authorizeInTime(path);
  }

  /** Looked up each time: minutes may lie between a request and its answer. */
  private @Nullable RequestTarget find(Target target, String path) {
    return targets.find(target.scheme(), target.host(), target.port(), path);
  }
}
