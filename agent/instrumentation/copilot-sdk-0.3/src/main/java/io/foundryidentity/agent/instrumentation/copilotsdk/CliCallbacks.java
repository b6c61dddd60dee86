package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Replaces the SDK's handlers for a program's messages about tokens, once. */
final class CliCallbacks {

  private final CliSessions sessions;
  private final JsonRpc rpc;
  private final RequestTargets targets;
  private final Executor threads;
  private @Nullable SignInWay way;

  CliCallbacks(CliSessions sessions, JsonRpc rpc, RequestTargets targets, Executor threads) {
    this.sessions = sessions;
    this.rpc = rpc;
    this.targets = targets;
    this.threads = threads;
  }

  /**
   * @return how the program can request tokens now
   */
  synchronized SignInWay listen() {
    if (way == null) {
      Map<String, BiConsumer<String, Object>> handlers = rpc.handlers();
      BiConsumer<String, Object> others = handlers.get(TokenCallback.METHOD);
      handlers.put(
          TokenCallback.METHOD, new TokenCallback(sessions, rpc, targets, threads, others));
      handlers.put(
          SessionEvents.METHOD,
          new SessionEvents(sessions, rpc.json(), handlers.get(SessionEvents.METHOD)));
      way = others == null ? SignInWay.RPC : SignInWay.CALLBACK;
    }
    return way;
  }
}
