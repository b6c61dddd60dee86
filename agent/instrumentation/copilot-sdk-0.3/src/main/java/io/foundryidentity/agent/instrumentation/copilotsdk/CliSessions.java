package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The authorized sessions of one connection, by their ids. */
final class CliSessions {

  private final Map<String, CliSession> sessions = new ConcurrentHashMap<>();

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  @Nullable CliSession find(@Nullable String id) {
    return id == null ? null : sessions.get(id);
  }

  void put(String id, CliSession session) {
    sessions.put(id, session);
  }

  /** The program has given the session this id. */
  void rename(String id, String given) {
    CliSession session = id.equals(given) ? null : sessions.remove(id);
    if (session != null) {
      put(given, session);
    }
  }

  /** The program has accepted {@code after}, which replaces {@code before}. */
  void replaced(@Nullable CliSession before, CliSession after) {
    if (before != null) {
      before.closeBut(after);
    }
  }

  /** The program has refused {@code failed}: the session, if there is one, has not changed. */
  void restore(String id, CliSession failed, @Nullable CliSession before) {
    failed.closeBut(before);
    boolean isThere =
        before == null ? sessions.remove(id, failed) : sessions.replace(id, failed, before);
    if (!isThere && before != null) {
      // The session has ended meanwhile.
      before.close();
    }
  }

  void end(@Nullable String id) {
    CliSession ended = id == null ? null : sessions.remove(id);
    if (ended != null) {
      ended.close();
    }
  }

  void close() {
    sessions.values().forEach(CliSession::close);
    sessions.clear();
  }
}
