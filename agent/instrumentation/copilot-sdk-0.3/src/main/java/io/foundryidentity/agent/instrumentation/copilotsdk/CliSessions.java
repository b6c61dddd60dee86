package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The signed sessions of one connection, by the name that SDK and program have for each. */
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

  /** The program has taken {@code after}: what it was told before is over. */
  void replaced(@Nullable CliSession before, CliSession after) {
    if (before != null) {
      before.closeBut(after);
    }
  }

  /** The program has not taken {@code failed}: the session, if there is one, is as it was. */
  void restore(String id, CliSession failed, @Nullable CliSession before) {
    failed.closeBut(before);
    boolean isThere =
        before == null ? sessions.remove(id, failed) : sessions.replace(id, failed, before);
    if (!isThere && before != null) {
      // It was ended in between.
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
