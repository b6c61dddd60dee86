package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes sessions to the program once more: with the next token, or to be asked for the tokens
 * of a provider that was added later. On threads that may wait.
 */
final class SessionUpdates {

  private static final Logger LOG = LoggerFactory.getLogger(SessionUpdates.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final JsonRpc rpc;
  private final RequestTargets targets;

  SessionUpdates(JsonRpc rpc, RequestTargets targets) {
    this.rpc = rpc;
    this.targets = targets;
  }

  /**
   * Makes the program request the tokens of all providers from this connection.
   *
   * @param told the call that added some; the next call of the session waits for its answer
   */
  void register(CliSession session, CompletableFuture<?> told) {
    SessionCall description = session.description();
    if (description == null) {
      return;
    }
    try {
      told.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException | TimeoutException | RuntimeException refused) {
      // The application learns of it by the same future.
      LOG.debug("a Copilot session took no other provider", refused);
      return;
    }
    if (resume(description.parametersForMore(), "a provider that was added gets no tokens")) {
      session.register(description.asking());
    }
  }

  /** Gives the program the token for the next turn, if it is another one. */
  void renew(CliSession session) {
    SessionCall description = session.description();
    if (description == null) {
      return;
    }
    boolean mustLoadAgain = description.hasNamedProviders();
    if (mustLoadAgain && session.isInTurn()) {
      return;
    }
    try {
      if (putTokens(description, session)) {
        send(description, session, mustLoadAgain);
      }
      session.turn(true);
    } catch (FailurePolicyException noToken) {
      throw new CompletionException(noToken);
    } catch (RuntimeException failure) {
      targets.adviceFailed(failure);
    }
  }

  /**
   * The programs that are told their tokens take others for named providers only when they load a
   * session. One that had no turn yet is not stored, so it is created again.
   */
  private void send(SessionCall description, CliSession session, boolean mustLoadAgain) {
    String otherwise = "it did not get its next token";
    if (!mustLoadAgain) {
      resume(description.parametersForMore(), otherwise);
    } else if (call("session.destroy", id(description), otherwise)) {
      if (session.hadTurn()) {
        resume(description.parametersForAll(), otherwise);
      } else {
        call(description.method(), description.fields(), otherwise);
      }
    }
  }

  private boolean putTokens(SessionCall description, CliSession session)
      throws FailurePolicyException {
    boolean news = false;
    for (SessionCall.Place place : description.places()) {
      AuthorizedProvider authorized = session.asked(place.provider().name());
      // The application may have given the name to a provider elsewhere.
      String token =
          authorized != null && authorized.isToldTokens() && authorized.isFor(place.provider())
              ? authorized.news()
              : null;
      if (token != null) {
        place.put(place.provider().with(token, targets.keyHeaders()));
        news = true;
      }
    }
    return news;
  }

  private static Map<String, Object> id(SessionCall description) {
    return Map.of("sessionId", description.sessionId());
  }

  private boolean resume(Map<String, Object> parameters, String otherwise) {
    return call("session.resume", parameters, otherwise);
  }

  private boolean call(String method, Map<String, Object> parameters, String otherwise) {
    try {
      rpc.invoke(method, parameters, Map.class).get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException untaken) {
      // Without the message, which comes from the program and may quote a token.
      LOG.warn(
          "a Copilot session is not updated, so {}: {}",
          otherwise,
          (untaken.getCause() == null ? untaken : untaken.getCause()).getClass().getName());
      return false;
    }
  }
}
