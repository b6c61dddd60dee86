package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.json.SafeJson;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a status as one line of JSON, in ASCII. */
public final class StatusJson {

  private StatusJson() {}

  public static String of(AgentStatus status) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", status.version);
    json.put("ready", status.isReady());
    json.put("notReady", status.notReady());
    json.put("on", status.on);
    json.put("dryRun", status.dryRun);
    json.put("hostingEnvironment", status.hostingEnvironment);
    json.put("targets", each(status.targets, StatusJson::target));
    json.put("tokens", each(status.tokens, StatusJson::token));
    json.put("clients", each(status.clients, StatusJson::client));
    json.put("clientsNotWanted", status.clientsNotWanted);
    json.put("events", each(status.events, StatusJson::event));
    return SafeJson.line(json);
  }

  /** The state of a token cache in words. */
  public static String state(TokenStatus token) {
    return TokenWords.state(token);
  }

  /** Whether that cache has had nothing to do, as no request has needed its scope. */
  public static boolean isIdle(TokenStatus token) {
    return TokenWords.isIdle(token);
  }

  private static Map<String, @Nullable Object> target(TargetStatus target) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("target", target.target);
    json.put("scopes", target.scopes);
    json.put("used", target.used);
    json.put("usable", target.usable);
    json.put("signed", target.counts.signed);
    json.put("unsigned", target.counts.unsigned);
    json.put("stopped", target.counts.stopped);
    json.put("refused", target.counts.refused);
    json.put("retried", target.counts.retried);
    return json;
  }

  private static Map<String, @Nullable Object> token(TokenStatus token) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("cache", token.cache);
    json.put("state", TokenWords.state(token));
    json.put("usable", token.usable);
    json.put("expiresAt", time(token.expiresAtMillis));
    json.put("refreshedAt", time(token.refreshedAtMillis));
    json.put("askingSince", time(token.askingSinceMillis));
    json.put("nextAttemptAt", time(token.nextAttemptAtMillis));
    json.put("failures", token.failures);
    json.put("failure", token.failure);
    json.put("fetchesSucceeded", token.fetches.succeeded);
    json.put("fetchesFailed", token.fetches.failed);
    json.put("fetchMillisTotal", token.fetches.totalMillis);
    json.put("lastFetchMillis", token.fetches.lastMillis);
    json.put("signedInBy", token.signedInBy);
    return json;
  }

  private static Map<String, @Nullable Object> client(ClientStatus client) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("client", client.client);
    json.put("version", client.version);
    json.put("origin", client.origin);
    json.put("active", client.leftAlone == null);
    json.put("leftAlone", client.leftAlone);
    return json;
  }

  private static Map<String, @Nullable Object> event(StatusEvent event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("at", time(event.atMillis));
    json.put("text", event.text);
    return json;
  }

  private static <T> List<Object> each(
      List<T> parts, Function<T, Map<String, @Nullable Object>> writer) {
    List<Object> written = new ArrayList<>();
    for (T part : parts) {
      written.add(writer.apply(part));
    }
    return written;
  }

  private static @Nullable String time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
  }
}
