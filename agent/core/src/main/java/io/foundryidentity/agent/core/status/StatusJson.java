package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.json.JsonText;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes a status as one line of JSON, in ASCII. */
public final class StatusJson {

  private final StringBuilder json = new StringBuilder();

  private StatusJson() {}

  public static String of(AgentStatus status) {
    StatusJson writer = new StatusJson();
    writer.write(status);
    return writer.json.toString();
  }

  /** The state of a token cache in words. */
  public static String state(TokenStatus token) {
    return TokenWords.state(token);
  }

  private void write(AgentStatus status) {
    begin('{');
    text("version", status.version);
    bool("ready", status.isReady());
    text("notReady", status.notReady());
    bool("on", status.on);
    bool("dryRun", status.dryRun);
    name("targets");
    begin('[');
    for (TargetStatus target : status.targets) {
      write(target);
    }
    end(']');
    name("tokens");
    begin('[');
    for (TokenStatus token : status.tokens) {
      write(token);
    }
    end(']');
    name("clients");
    begin('[');
    for (ClientStatus client : status.clients) {
      write(client);
    }
    end(']');
    texts("clientsNotWanted", status.clientsNotWanted);
    end('}');
  }

  private void write(TargetStatus target) {
    begin('{');
    text("target", target.target);
    texts("scopes", target.scopes);
    bool("used", target.used);
    bool("usable", target.usable);
    number("signed", target.counts.signed);
    number("unsigned", target.counts.unsigned);
    number("stopped", target.counts.stopped);
    number("refused", target.counts.refused);
    number("retried", target.counts.retried);
    end('}');
  }

  private void write(TokenStatus token) {
    begin('{');
    text("cache", token.cache);
    text("state", TokenWords.state(token));
    bool("usable", token.usable);
    time("expiresAt", token.expiresAtMillis);
    time("refreshedAt", token.refreshedAtMillis);
    time("askingSince", token.askingSinceMillis);
    time("nextAttemptAt", token.nextAttemptAtMillis);
    number("failures", token.failures);
    text("failure", token.failure);
    end('}');
  }

  private void write(ClientStatus client) {
    begin('{');
    text("client", client.client);
    text("version", client.version);
    text("origin", client.origin);
    bool("active", client.leftAlone == null);
    text("leftAlone", client.leftAlone);
    end('}');
  }

  private void texts(String name, Iterable<String> values) {
    name(name);
    begin('[');
    for (String value : values) {
      separate();
      JsonText.append(json, value);
    }
    end(']');
  }

  private void time(String name, long millis) {
    text(name, millis == 0 ? null : Instant.ofEpochMilli(millis).toString());
  }

  private void text(String name, @Nullable String value) {
    name(name);
    if (value == null) {
      json.append("null");
    } else {
      JsonText.append(json, value);
    }
  }

  private void bool(String name, boolean value) {
    name(name);
    json.append(value);
  }

  private void number(String name, long value) {
    name(name);
    json.append(value);
  }

  private void name(String name) {
    separate();
    JsonText.append(json, name);
    json.append(':');
  }

  private void begin(char bracket) {
    char last = json.length() == 0 ? ':' : json.charAt(json.length() - 1);
    if (last != ':') {
      separate();
    }
    json.append(bracket);
  }

  private void end(char bracket) {
    json.append(bracket);
  }

  private void separate() {
    char last = json.charAt(json.length() - 1);
    if (last != '{' && last != '[') {
      json.append(',');
    }
  }
}
