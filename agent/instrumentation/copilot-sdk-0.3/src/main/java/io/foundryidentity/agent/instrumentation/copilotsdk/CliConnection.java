package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import io.foundryidentity.agent.instrumentation.support.ProxyExceptions;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the SDK to a CLI program.
 *
 * <p>A call that sends providers to the program waits, on an agent thread, for what is needed to
 * change it: the program's version, once, and a token if the program must get one. The application
 * has a future for it, as it has for the original call.
 *
 * <p>A program on another machine gets no token, and no route to one.
 */
final class CliConnection {

  private static final Logger LOG = LoggerFactory.getLogger(CliConnection.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final JsonRpc rpc;
  private final RequestTargets targets;
  private final GatewayRoutes gateway;
  private final Executor threads;
  private final boolean startedHere;
  private final boolean inProcess;
  private final boolean elsewhere;
  private final CliSessions sessions = new CliSessions();
  private final CallOrder order = new CallOrder();
  private @Nullable CliVersion version;
  private @Nullable SignInWay callback;

  /**
   * @param startedHere whether the SDK started the program
   */
  CliConnection(
      JsonRpc rpc,
      RequestTargets targets,
      GatewayRoutes gateway,
      Executor threads,
      boolean startedHere) {
    this.rpc = rpc;
    this.targets = targets;
    this.gateway = gateway;
    this.threads = threads;
    Socket socket = rpc.socket();
    boolean child = rpc.process() != null;
    this.startedHere = startedHere || child;
    this.inProcess = socket == null && !child;
    this.elsewhere = socket != null && !isLoopback(socket);
    if (elsewhere) {
      LOG.warn("a Copilot CLI runs on another machine: the agent adds no tokens to its sessions");
    }
  }

  private static boolean isLoopback(Socket socket) {
    return socket.getInetAddress() != null && socket.getInetAddress().isLoopbackAddress();
  }

  /** Replaces a call that sends providers; null if the call stays as it is. */
  @Nullable CompletableFuture<?> providers(
      String method, @Nullable Object parameters, Class<?> answer) {
    SessionCall call = elsewhere ? null : SessionCall.of(rpc.json(), parameters);
    if (call == null) {
      return null;
    }
    boolean anew = method.equals("session.create") || method.equals("session.resume");
    if (call.places().stream().noneMatch(this::concerns)) {
      if (anew && call.tellsOfProviders()) {
        // The session has new providers, so the old ones must not be sent again.
        sessions.end(call.sessionId());
      }
      return other(method, parameters, answer);
    }
    return order.add(
        call.sessionId(), () -> tell(call, anew, method, parameters, answer), threadsOfCaller());
  }

  /** Makes the call, with tokens if possible; on a thread that may wait. */
  private CompletableFuture<Object> tell(
      SessionCall call, boolean anew, String method, @Nullable Object parameters, Class<?> answer) {
    String id = call.sessionId();
    CliSession before = sessions.find(id);
    CliSession session = anew || before == null ? new CliSession() : before.copy();
    if (!authorize(call, session, before)) {
      return rpc.invoke(method, parameters, answer);
    }
    sessions.put(id, session);
    return rpc.invoke(method, call.parameters(), answer)
        .whenComplete(
            (answered, failure) -> {
              if (failure == null) {
                sessions.replaced(before, session);
              } else {
                sessions.restore(id, session, before);
              }
            });
  }

  private boolean concerns(SessionCall.Place place) {
    Provider provider = place.provider();
    // Over plain http a program may use a proxy, except for the addresses excluded at its start.
    return (provider.isEncrypted() || (startedHere && ProxyExceptions.cover(provider.host())))
        && provider.isTarget(targets);
  }

  /** Replaces the call that starts a turn; null if the call stays as it is. */
  @Nullable CompletableFuture<?> turn(String method, @Nullable Object parameters, Class<?> answer) {
    String id = sessions.isEmpty() ? null : sessionId(parameters);
    CliSession session = sessions.find(id);
    if (id == null || session == null || session.toRepeat() == null) {
      return other(method, parameters, answer);
    }
    Object asItIsNow = rpc.json().tree(parameters);
    return order.add(
        id,
        () -> {
          renew(session);
          return rpc.invoke(method, asItIsNow, answer);
        },
        threadsOfCaller());
  }

  /** Delays any other call; null if no earlier call of its session is delayed. */
  @Nullable CompletableFuture<?> other(
      String method, @Nullable Object parameters, Class<?> answer) {
    String id = order.isEmpty() ? null : sessionId(parameters);
    if (id == null || !order.isWaiting(id)) {
      return null;
    }
    Object asItIsNow = rpc.json().tree(parameters);
    return order.add(id, () -> rpc.invoke(method, asItIsNow, answer), threadsOfCaller());
  }

  /** Threads for the application's callbacks on the call's future. */
  private Executor threadsOfCaller() {
    ClassLoader callers = Thread.currentThread().getContextClassLoader();
    return task ->
        threads.execute(
            () -> {
              Thread thread = Thread.currentThread();
              ClassLoader agents = thread.getContextClassLoader();
              thread.setContextClassLoader(callers);
              try {
                task.run();
              } finally {
                thread.setContextClassLoader(agents);
              }
            });
  }

  void end(@Nullable Object parameters) {
    if (!sessions.isEmpty()) {
      sessions.end(sessionId(parameters));
    }
  }

  void close() {
    sessions.close();
  }

  private @Nullable String sessionId(@Nullable Object parameters) {
    return parameters == null ? null : rpc.json().text(rpc.json().tree(parameters), "sessionId");
  }

  /** Adds tokens to the call; returns whether it has any now. On a thread that may wait. */
  private boolean authorize(SessionCall call, CliSession session, @Nullable CliSession before) {
    try {
      CliVersion cli = version();
      SignInWay best = best(cli);
      for (SessionCall.Place place : call.places()) {
        if (concerns(place)) {
          authorize(place, session, best, call);
        }
      }
      LOG.info("Copilot session {}: {}, CLI {}", call.sessionId(), session, cli);
      return true;
    } catch (FailurePolicyException noToken) {
      session.closeBut(before);
      throw new CompletionException(noToken);
    } catch (RuntimeException failure) {
      session.closeBut(before);
      targets.adviceFailed(failure);
      return false;
    }
  }

  private void authorize(
      SessionCall.Place place, CliSession session, SignInWay best, SessionCall call)
      throws FailurePolicyException {
    Provider provider = place.provider();
    String[] keys = targets.keyHeaders();
    GatewayRoute route =
        best == SignInWay.GATEWAY
            ? gateway.open(provider.scheme(), provider.host(), provider.port())
            : null;
    SignInWay way = best == SignInWay.GATEWAY && route == null ? SignInWay.AT_CREATION : best;
    AuthorizedProvider authorized = new AuthorizedProvider(provider, way, targets, route);
    session.add(provider.name(), authorized);
    if (route != null) {
      place.put(provider.over(route, keys));
    } else if (way == SignInWay.AT_CREATION) {
      String token = authorized.next();
      if (token != null) {
        place.put(provider.with(token, keys));
      }
      session.repeat(call);
    } else {
      place.put(provider.askingBack(keys));
    }
  }

  private SignInWay best(CliVersion cli) {
    SignInWay asking = listen();
    if (inProcess || cli.asksForTokens()) {
      return asking;
    }
    return startedHere ? SignInWay.GATEWAY : SignInWay.AT_CREATION;
  }

  /** Replaces the SDK's handlers for the program's messages about tokens; once. */
  private synchronized SignInWay listen() {
    if (callback == null) {
      Map<String, BiConsumer<String, Object>> handlers = rpc.handlers();
      BiConsumer<String, Object> others = handlers.get(TokenCallback.METHOD);
      handlers.put(
          TokenCallback.METHOD, new TokenCallback(sessions, rpc, targets, threads, others));
      handlers.put(
          RefusalListener.METHOD,
          new RefusalListener(sessions, rpc.json(), handlers.get(RefusalListener.METHOD)));
      callback = others == null ? SignInWay.RPC : SignInWay.CALLBACK;
    }
    return callback;
  }

  private synchronized CliVersion version() {
    if (version == null) {
      try {
        Object status =
            rpc.invoke("status.get", Map.of(), Map.class)
                .get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        version = CliVersion.of(((Map<?, ?>) status).get("version"));
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return CliVersion.UNKNOWN;
      } catch (Exception untold) {
        LOG.debug("a Copilot CLI did not report its version", untold);
        version = CliVersion.UNKNOWN;
      }
    }
    return version;
  }

  /** Sends the session's providers to the program again, with a token for the next turn. */
  private void renew(CliSession session) {
    SessionCall call = session.toRepeat();
    if (call == null) {
      return;
    }
    try {
      boolean news = false;
      for (SessionCall.Place place : call.places()) {
        AuthorizedProvider authorized = session.asked(place.provider().name());
        String token = authorized == null || !authorized.isToldTokens() ? null : authorized.news();
        if (token != null) {
          place.put(place.provider().with(token, targets.keyHeaders()));
          news = true;
        }
      }
      if (news) {
        rpc.invoke("session.resume", call.parametersForMore(), Map.class)
            .get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (FailurePolicyException noToken) {
      throw new CompletionException(noToken);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException untaken) {
      // Without the message, which comes from the program and may quote a token.
      LOG.warn(
          "a Copilot session did not get its next token: {}",
          (untaken.getCause() == null ? untaken : untaken.getCause()).getClass().getName());
    } catch (RuntimeException failure) {
      targets.adviceFailed(failure);
    }
  }
}
