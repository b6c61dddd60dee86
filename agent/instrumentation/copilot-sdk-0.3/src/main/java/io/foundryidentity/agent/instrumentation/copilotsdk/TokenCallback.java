package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the program's question for a token.
 *
 * <p>Stands in the SDK's table of handlers. Questions for sessions or providers of somebody else go
 * on to whom they went to before: an application's own callback stays as it is. The SDK's reading
 * thread never waits for a token.
 */
final class TokenCallback implements BiConsumer<String, Object> {

  static final String METHOD = "providerToken.getToken";

  private static final Logger LOG = LoggerFactory.getLogger(TokenCallback.class);

  private static final int INVALID_PARAMETERS = -32602;
  private static final int INTERNAL_ERROR = -32603;

  private final CliSessions sessions;
  private final JsonRpc rpc;
  private final RequestAuthorizer authorizer;
  private final Executor threads;
  private final @Nullable BiConsumer<String, Object> others;

  TokenCallback(
      CliSessions sessions,
      JsonRpc rpc,
      RequestAuthorizer authorizer,
      Executor threads,
      @Nullable BiConsumer<String, Object> others) {
    this.sessions = sessions;
    this.rpc = rpc;
    this.authorizer = authorizer;
    this.threads = threads;
    this.others = others;
  }

  @Override
  public void accept(String id, Object parameters) {
    CliSession session = sessions.find(rpc.json().text(parameters, "sessionId"));
    String name = rpc.json().text(parameters, "providerName");
    SignedProvider provider = session == null ? null : session.asked(name);
    if (provider != null) {
      threads.execute(() -> answer(Long.parseLong(id), provider));
    } else if (others != null) {
      others.accept(id, parameters);
    } else {
      rpc.refuse(Long.parseLong(id), INVALID_PARAMETERS, "no tokens for provider " + name);
    }
  }

  private void answer(long id, SignedProvider provider) {
    String token = null;
    String reason = "foundry-identity: no token for " + provider;
    try {
      token = provider.next();
    } catch (FailurePolicyException noToken) {
      reason = String.valueOf(noToken.getMessage());
    } catch (RuntimeException broken) {
      // Without an answer the program would wait for one, and its user for the turn.
      authorizer.adviceFailed(broken);
    }
    try {
      if (token == null) {
        rpc.refuse(id, INTERNAL_ERROR, reason);
      } else {
        rpc.respond(id, Map.of("token", token));
      }
    } catch (RuntimeException gone) {
      LOG.debug("a question for a token of {} was not answered", provider, gone);
    }
  }
}
