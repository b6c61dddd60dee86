package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the program that a model request was answered 401, and that a turn has ended.
 *
 * <p>The program says so in an event of the session, before it requests another token. Two token
 * requests within seconds do not show a refusal: they happen in every turn that uses a tool.
 */
final class SessionEvents implements BiConsumer<String, Object> {

  static final String METHOD = "session.event";

  private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);

  private static final String FAILURE = "model.call_failure";
  private static final String UNAUTHORIZED = "401";
  private static final String IDLE = "session.idle";

  private final CliSessions sessions;
  private final Json json;
  private final @Nullable BiConsumer<String, Object> sdk;

  SessionEvents(CliSessions sessions, Json json, @Nullable BiConsumer<String, Object> sdk) {
    this.sessions = sessions;
    this.json = json;
    this.sdk = sdk;
  }

  @Override
  public void accept(String id, Object parameters) {
    try {
      note(parameters);
    } catch (RuntimeException unlikeAnEvent) {
      LOG.debug("an event of a Copilot session was not understood", unlikeAnEvent);
    }
    if (sdk != null) {
      sdk.accept(id, parameters);
    }
  }

  private void note(Object parameters) {
    Object event = json.get(parameters, "event");
    String type = json.text(event, "type");
    boolean ended = IDLE.equals(type);
    boolean refused =
        FAILURE.equals(type)
            && UNAUTHORIZED.equals(json.text(json.get(event, "data"), "statusCode"));
    CliSession session =
        ended || refused ? sessions.find(json.text(parameters, "sessionId")) : null;
    if (session != null && ended) {
      session.turn(false);
    } else if (session != null) {
      session.refused();
    }
  }
}
