package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a status as text for people. */
public final class StatusText {

  /** More are in the JSON form. */
  private static final int EVENTS = 5;

  private final StringBuilder text = new StringBuilder();
  private final long now;

  private StatusText(long now) {
    this.now = now;
  }

  /**
   * @param nowMillis milliseconds since the epoch, by the clock of the JVM that the status is from
   */
  public static String of(AgentStatus status, long nowMillis) {
    StatusText writer = new StatusText(nowMillis);
    writer.write(status);
    return writer.text.toString();
  }

  private void write(AgentStatus status) {
    String notReady = status.notReady();
    line("agent", status.version + (status.on ? "" : ", SWITCHED OFF"));
    line("ready", notReady == null ? "yes" : "no: " + notReady);
    if (status.hostingEnvironment != null) {
      line("hosted", "agent of Foundry, environment " + status.hostingEnvironment);
    }
    for (TargetStatus target : status.targets) {
      write(target);
    }
    for (TokenStatus token : status.tokens) {
      if (!TokenWords.isIdle(token)) {
        write(token);
      }
    }
    for (ClientStatus client : status.clients) {
      write(client);
    }
    if (status.clients.isEmpty()) {
      line("client", "none was loaded yet");
    }
    for (String name : status.clientsNotWanted) {
      line("client", name + ": not wanted, by the configuration");
    }
    for (StatusEvent event : lastOf(status.events)) {
      line(
          "event",
          Instant.ofEpochMilli(event.atMillis).truncatedTo(ChronoUnit.SECONDS) + " " + event.text);
    }
  }

  private static List<StatusEvent> lastOf(List<StatusEvent> events) {
    return events.subList(Math.max(0, events.size() - EVENTS), events.size());
  }

  private void write(TargetStatus target) {
    line("target", target.target);
    for (String scope : target.scopes) {
      line("", "scope " + scope);
    }
    TargetStatus.Counts counts = target.counts;
    line(
        "",
        target.used
            ? "with a token "
                + counts.signed
                + ", without a token "
                + counts.unsigned
                + (counts.stopped > 0 ? ", stopped " + counts.stopped : "")
                + ", refused "
                + counts.refused
                + ", retried "
                + counts.retried
            : "no request yet");
  }

  private void write(TokenStatus token) {
    line("token", token.cache);
    line(
        "",
        TokenWords.state(token)
            + moment(", expires ", token.expiresAtMillis)
            + moment(", came ", token.refreshedAtMillis)
            + moment(", asking since ", token.askingSinceMillis)
            + moment(", next attempt ", token.nextAttemptAtMillis));
    if (token.signedInBy != null) {
      line("", "signed in by " + token.signedInBy);
    }
    if (token.fetches.succeeded + token.fetches.failed > 0) {
      line(
          "",
          "fetched "
              + token.fetches.succeeded
              + ", failed "
              + token.fetches.failed
              + ", the last took "
              + token.fetches.lastMillis
              + " ms");
    }
    if (token.failures > 0) {
      line("", "failures in a row: " + token.failures + "; the last: " + token.failure);
    }
  }

  private void write(ClientStatus client) {
    String name = client.client + (client.version == null ? "" : " " + client.version);
    line("client", name + (client.leftAlone == null ? ": active" : ": NOT INSTRUMENTED"));
    if (client.leftAlone != null) {
      line("", client.leftAlone);
    }
    if (client.origin != null) {
      line("", client.origin);
    }
  }

  private String moment(String words, long millis) {
    if (millis == 0) {
      return "";
    }
    Instant time = Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
    return words + time + " (" + distance(millis - now) + ")";
  }

  private static String distance(long millis) {
    long seconds = Math.abs(millis) / 1000;
    String length =
        seconds < 120
            ? seconds + " s"
            : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    return millis < 0 ? length + " ago" : "in " + length;
  }

  private void line(String head, @Nullable String words) {
    text.append(head);
    for (int i = head.length(); i < 8; i++) {
      text.append(' ');
    }
    text.append(SafeText.line(words)).append('\n');
  }
}
