package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final JsonRpc rpc;
  private final Executor threads;
  private final boolean elsewhere;
  private final AtomicBoolean toldElsewhere = new AtomicBoolean();
  private final CliSessions sessions = new CliSessions();
  private final CallOrder order = new CallOrder();
  private final ReportedVersion version;
  private final SessionAuthorization authorization;
  private final SessionUpdates updates;

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
    this.threads = threads;
    Socket socket = rpc.socket();
    boolean child = rpc.process() != null;
    this.elsewhere = socket != null && !isLoopback(socket);
    this.version = new ReportedVersion(rpc);
    this.updates = new SessionUpdates(rpc, targets);
    this.authorization =
        new SessionAuthorization(
            targets,
            gateway,
            new CliCallbacks(sessions, rpc, targets, threads),
            version,
            startedHere || child,
            socket == null && !child);
  }

  private static boolean isLoopback(Socket socket) {
    return socket.getInetAddress() != null && socket.getInetAddress().isLoopbackAddress();
  }

  /** Makes the SDK's first call, which the program answers with its version. */
  CompletableFuture<?> connect(String method, @Nullable Object parameters, Class<?> answer) {
    CompletableFuture<?> connecting = rpc.invoke(method, parameters, answer);
    version.answers(connecting);
    return connecting;
  }

  /** Replaces a call that sends providers; null if the call stays as it is. */
  @Nullable CompletableFuture<?> providers(
      String method, @Nullable Object parameters, Class<?> answer) {
    SessionCall call = SessionCall.of(rpc.json(), method, parameters);
    if (call == null) {
      return null;
    }
    boolean concerned = authorization.concerns(call);
    if (elsewhere) {
      if (concerned && toldElsewhere.compareAndSet(false, true)) {
        LOG.warn("a Copilot CLI runs on another machine: the agent adds no tokens to its sessions");
      }
      return null;
    }
    if (!concerned && (call.isWhole() || sessions.find(call.sessionId()) == null)) {
      if (call.isWhole() && call.tellsOfProviders()) {
        // The session has new providers, so the old ones must not be sent again.
        sessions.end(call.sessionId());
      }
      return other(method, parameters, answer);
    }
    return order.add(
        call.sessionId(), () -> tell(call, concerned, parameters, answer), threadsOfCaller());
  }

  /** Makes the call, with tokens if possible; on a thread that may wait. */
  private CompletableFuture<Object> tell(
      SessionCall call, boolean concerned, @Nullable Object parameters, Class<?> answer) {
    String id = call.sessionId();
    CliSession before = sessions.find(id);
    CliSession session =
        call.isWhole() || before == null ? new CliSession() : before.copy(!call.isComplete());
    call.names().forEach(session::forget);
    if (concerned && !authorization.authorize(call, session, before)) {
      return rpc.invoke(call.method(), parameters, answer);
    }
    authorization.describe(call, session);
    sessions.put(id, session);
    CompletableFuture<Object> told =
        rpc.invoke(call.method(), call.parameters(), answer)
            .whenComplete(
                (answered, failure) -> {
                  if (failure == null) {
                    sessions.replaced(before, session);
                    sessions.rename(id, call.idIn(answered));
                  } else {
                    sessions.restore(id, session, before);
                  }
                });
    if (session.mustRegister()) {
      updates.register(session, told);
    }
    return told;
  }

  /** Replaces the call that starts a turn; null if the call stays as it is. */
  @Nullable CompletableFuture<?> turn(String method, @Nullable Object parameters, Class<?> answer) {
    String id = sessions.isEmpty() ? null : sessionId(parameters);
    CliSession session = sessions.find(id);
    if (id == null || session == null || !session.isTold()) {
      return other(method, parameters, answer);
    }
    Object asItIsNow = rpc.json().tree(parameters);
    return order.add(
        id,
        () -> {
          updates.renew(session);
          return rpc.invoke(method, asItIsNow, answer)
              .whenComplete(
                  (begun, failure) -> {
                    if (failure != null) {
                      session.turn(false);
                    }
                  });
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
}
