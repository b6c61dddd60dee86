package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the program's requests for tokens.
 *
 * <p>It replaces an entry in the SDK's table of handlers. Requests for other sessions or providers
 * go to the previous handler, so that an application's own callback still works. The SDK's reading
 * thread never waits for a token.
 */
final class TokenCallback implements BiConsumer<String, Object> {

  static final String METHOD = "providerToken.getToken";

  private static final Logger LOG = LoggerFactory.getLogger(TokenCallback.class);

  private static final int INVALID_PARAMETERS = -32602;
  private static final int INTERNAL_ERROR = -32603;

  private final CliSessions sessions;
  private final JsonRpc rpc;
  private final RequestTargets targets;
  private final Executor threads;
  private final @Nullable BiConsumer<String, Object> others;

  TokenCallback(
      CliSessions sessions,
      JsonRpc rpc,
      RequestTargets targets,
      Executor threads,
      @Nullable BiConsumer<String, Object> others) {
    this.sessions = sessions;
    this.rpc = rpc;
    this.targets = targets;
    this.threads = threads;
    this.others = others;
  }

  @Override
  public void accept(String id, Object parameters) {
    CliSession session = sessions.find(rpc.json().text(parameters, "sessionId"));
    String name = rpc.json().text(parameters, "providerName");
    AuthorizedProvider provider = session == null ? null : session.asked(name);
    if (provider != null) {
      threads.execute(() -> answer(Long.parseLong(id), provider));
    } else if (others != null) {
      others.accept(id, parameters);
    } else {
      rpc.refuse(
          Long.parseLong(id),
          INVALID_PARAMETERS,
          "foundry-identity: no tokens for provider " + name + " of this session");
    }
  }

  private void answer(long id, AuthorizedProvider provider) {
    String token = null;
    String reason = "";
    try {
      token = provider.next();
      reason = token == null ? provider.reason() : reason;
    } catch (FailurePolicyException noToken) {
      reason = String.valueOf(noToken.getMessage());
    } catch (RuntimeException broken) {
      // Always answers, as the program waits for the answer, and its user for the turn.
      reason = "foundry-identity: no token for " + provider + ": the agent failed, see its log";
      targets.adviceFailed(broken);
    }
    try {
      if (token == null) {
        rpc.refuse(id, INTERNAL_ERROR, reason);
      } else {
        rpc.respond(id, Map.of("token", token));
      }
    } catch (RuntimeException gone) {
      LOG.debug("a Copilot CLI's request for a token of {} was not answered", provider, gone);
    }
  }
}
