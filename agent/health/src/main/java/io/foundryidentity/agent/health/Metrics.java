package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.StatusJson;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.token.FetchCounts;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.util.ArrayList;
import java.util.List;

/** The agent's numbers for Prometheus and other readers of OpenMetrics. */
final class Metrics {

  private final OpenMetrics out = new OpenMetrics();
  private final AgentStatus status;
  private final List<String> targets;
  private final List<TokenStatus> tokens = new ArrayList<>();
  private final List<String> caches;

  private Metrics(AgentStatus status) {
    this.status = status;
    List<String> urls = new ArrayList<>();
    for (TargetStatus target : status.targets) {
      urls.add(target.target);
    }
    targets = OpenMetrics.distinct(urls);
    List<String> names = new ArrayList<>();
    for (TokenStatus token : status.tokens) {
      // Of the other scope, which is never asked for in most JVMs, an alert must not fire
      if (!StatusJson.isIdle(token)) {
        tokens.add(token);
        names.add(token.cache);
      }
    }
    caches = OpenMetrics.distinct(names);
  }

  static String of(AgentHealth health, long nowMillis) {
    Metrics metrics = new Metrics(health.status);
    metrics.agent(health);
    metrics.requests();
    metrics.times(nowMillis);
    if (health.gateway != null) {
      GatewayMetrics.write(health.gateway, metrics.out);
    }
    return metrics.out.end();
  }

  private void agent(AgentHealth health) {
    out.info("foundry_identity_build", "The agent's version.").sample(1, "version", status.version);
    out.gauge("foundry_identity_installed", "", "0 if the agent could not be installed, else 1.")
        .sample(health.failure == null);
    out.gauge(
            "foundry_identity_ready",
            "",
            "1 if the next request to each used target gets a token, else 0.")
        .sample(health.isReady());
    out.gauge("foundry_identity_enabled", "", "0 if the kill switch is off, else 1.")
        .sample(status.on);
  }

  private void requests() {
    out.counter(
        "foundry_identity_requests",
        "",
        "Requests to a target: with_token, without_token, or stopped (on-failure=fail).");
    for (int i = 0; i < targets.size(); i++) {
      TargetStatus.Counts counts = status.targets.get(i).counts;
      String target = targets.get(i);
      out.sample(counts.signed, "target", target, "result", "with_token");
      out.sample(counts.unsigned, "target", target, "result", "without_token");
      out.sample(counts.stopped, "target", target, "result", "stopped");
    }
    out.counter(
        "foundry_identity_refused_requests",
        "",
        "Requests with a token that the target answered with 401.");
    for (int i = 0; i < targets.size(); i++) {
      out.sample(status.targets.get(i).counts.refused, "target", targets.get(i));
    }
    out.counter(
        "foundry_identity_retried_requests",
        "",
        "Requests that were sent again with another token after a 401.");
    for (int i = 0; i < targets.size(); i++) {
      out.sample(status.targets.get(i).counts.retried, "target", targets.get(i));
    }
  }

  private void times(long now) {
    out.gauge(
        "foundry_identity_token_usable", "", "1 if a request would get this token now, else 0.");
    for (int i = 0; i < caches.size(); i++) {
      out.sample(tokens.get(i).usable, "cache", caches.get(i));
    }
    out.gauge(
        "foundry_identity_token_expiry_timestamp_seconds",
        "seconds",
        "When the token expires, in seconds since 1970.");
    for (int i = 0; i < caches.size(); i++) {
      long expires = tokens.get(i).expiresAtMillis;
      if (expires != 0) {
        out.seconds(expires, "cache", caches.get(i));
      }
    }
    out.gauge("foundry_identity_token_age_seconds", "seconds", "How long ago the token came.");
    for (int i = 0; i < caches.size(); i++) {
      long came = tokens.get(i).refreshedAtMillis;
      if (came != 0) {
        out.seconds(Math.max(now - came, 0), "cache", caches.get(i));
      }
    }
    fetches();
  }

  private void fetches() {
    out.counter(
        "foundry_identity_token_fetches",
        "",
        "Questions to the credential for a token, by outcome: succeeded or failed.");
    for (int i = 0; i < caches.size(); i++) {
      FetchCounts fetches = tokens.get(i).fetches;
      out.sample(fetches.succeeded, "cache", caches.get(i), "outcome", "succeeded");
      out.sample(fetches.failed, "cache", caches.get(i), "outcome", "failed");
    }
    out.counter(
        "foundry_identity_token_fetch_seconds", "seconds", "How long all fetches took together.");
    for (int i = 0; i < caches.size(); i++) {
      out.seconds(tokens.get(i).fetches.totalMillis, "cache", caches.get(i));
    }
    out.gauge(
        "foundry_identity_token_last_fetch_seconds", "seconds", "How long the last fetch took.");
    for (int i = 0; i < caches.size(); i++) {
      out.seconds(tokens.get(i).fetches.lastMillis, "cache", caches.get(i));
    }
    out.gauge(
        "foundry_identity_token_failures_in_a_row", "", "Token fetches that failed in a row.");
    for (int i = 0; i < caches.size(); i++) {
      out.sample(tokens.get(i).failures, "cache", caches.get(i));
    }
  }
}
