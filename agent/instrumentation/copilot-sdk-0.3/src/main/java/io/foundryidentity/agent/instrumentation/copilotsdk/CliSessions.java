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

  /** The session of that name, which a call begins or goes on with. */
  CliSession begin(String id) {
    return sessions.computeIfAbsent(id, unseen -> new CliSession());
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
