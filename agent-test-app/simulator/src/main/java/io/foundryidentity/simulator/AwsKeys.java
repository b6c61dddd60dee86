package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys of AWS sessions that were given to a machine or a container. */
final class AwsKeys {
  /** One session's keys; toString has no secret. */
  record Session(String id, String secret, String token, Instant expiry) {
    @Override
    public String toString() {
      return "AWS session " + id;
    }
  }

  private static final Duration LIFE = Duration.ofHours(6);

  private final Clock clock;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  AwsKeys(Clock clock) {
    this.clock = clock;
  }

  Session issue() {
    String id = "ASIA" + random().substring(0, 16).toUpperCase(Locale.ROOT);
    Session session =
        new Session(
            id, random() + "/+" + random(), random() + random() + "==", clock.instant().plus(LIFE));
    sessions.put(id, session);
    return session;
  }

  @Nullable Session find(String id) {
    return sessions.get(id);
  }

  /** Every session until now has expired. */
  void end() {
    sessions.replaceAll(
        (id, session) ->
            new Session(id, session.secret(), session.token(), clock.instant().minusSeconds(1)));
  }

  static JsonObject json(Session session) {
    return new JsonObject()
        .put("AccessKeyId", session.id())
        .put("SecretAccessKey", session.secret())
        .put("Token", session.token())
        .put("Expiration", session.expiry().toString());
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
