package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the SDK to a program.
 *
 * <p>A call that tells the program of providers waits on a thread of the agent for what it takes to
 * change it: the program's version, once, and a token where the program must be given one. The
 * application has a future of it, as it has of the call itself.
 *
 * <p>A program on another machine is told of no token and of no way to one.
 */
final class CliConnection {

  private static final Logger LOG = LoggerFactory.getLogger(CliConnection.class);

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final JsonRpc rpc;
  private final RequestAuthorizer authorizer;
  private final LoopbackRoutes gateway;
  private final Executor threads;
  private final boolean startedHere;
  private final boolean inProcess;
  private final boolean elsewhere;
  private final CliSessions sessions = new CliSessions();
  private @Nullable CliVersion version;
  private @Nullable SignInWay callback;

  /**
   * @param startedHere whether the SDK has started the program
   */
  CliConnection(
      JsonRpc rpc,
      RequestAuthorizer authorizer,
      LoopbackRoutes gateway,
      Executor threads,
      boolean startedHere) {
    this.rpc = rpc;
    this.authorizer = authorizer;
    this.gateway = gateway;
    this.threads = threads;
    Socket socket = rpc.socket();
    boolean child = rpc.process() != null;
    this.startedHere = startedHere || child;
    this.inProcess = socket == null && !child;
    this.elsewhere = socket != null && !isLoopback(socket);
    if (elsewhere) {
      LOG.warn("a Copilot CLI runs on another machine: its sessions are left alone");
    }
  }

  private static boolean isLoopback(Socket socket) {
    return socket.getInetAddress() != null && socket.getInetAddress().isLoopbackAddress();
  }

  /** What becomes of a call that tells of providers; null where it goes as it is. */
  @Nullable CompletableFuture<?> providers(
      String method, @Nullable Object parameters, Class<?> answer) {
    SessionCall call = elsewhere ? null : SessionCall.of(rpc.json(), parameters);
    if (call == null || call.places().stream().noneMatch(this::concerns)) {
      return null;
    }
    boolean anew = method.equals("session.create") || method.equals("session.resume");
    return CompletableFuture.supplyAsync(() -> signed(call, anew), threadsOfCaller())
        .thenCompose(signed -> rpc.invoke(method, signed ? call.parameters() : parameters, answer))
        .whenComplete(
            (answered, failure) -> {
              if (failure != null && anew) {
                sessions.end(call.sessionId());
              }
            });
  }

  private boolean concerns(SessionCall.Place place) {
    Provider provider = place.provider();
    // A program that was found may ask a proxy for a loopback address; see ProxyExceptions.
    return (provider.isEncrypted() || startedHere || inProcess) && provider.isTarget(authorizer);
  }

  /** What becomes of a turn's begin; null where the program needs no new token for it. */
  @Nullable CompletableFuture<?> turn(String method, @Nullable Object parameters, Class<?> answer) {
    CliSession session = sessions.isEmpty() ? null : sessions.find(sessionId(parameters));
    SessionCall again = session == null ? null : session.toRepeat();
    if (session == null || again == null) {
      return null;
    }
    return CompletableFuture.runAsync(() -> renew(session, again), threadsOfCaller())
        .thenCompose(renewed -> rpc.invoke(method, parameters, answer));
  }

  /** What hangs on the call's future may run there, and is the application's. */
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

  /** Whether the call is now one that signs in; on a thread that may wait. */
  private boolean signed(SessionCall call, boolean anew) {
    try {
      CliVersion cli = version();
      SignInWay best = best(cli);
      if (anew) {
        sessions.end(call.sessionId());
      }
      CliSession session = sessions.begin(call.sessionId());
      for (SessionCall.Place place : call.places()) {
        if (concerns(place)) {
          sign(place, session, best, call);
        }
      }
      LOG.info("Copilot session {}: {}, CLI {}", call.sessionId(), session, cli);
      return true;
    } catch (FailurePolicyException noToken) {
      throw new CompletionException(noToken);
    } catch (RuntimeException failure) {
      sessions.end(call.sessionId());
      authorizer.adviceFailed(failure);
      return false;
    }
  }

  private void sign(SessionCall.Place place, CliSession session, SignInWay best, SessionCall call)
      throws FailurePolicyException {
    Provider provider = place.provider();
    String[] keys = authorizer.keyHeaders();
    LoopbackRoute route =
        best == SignInWay.GATEWAY
            ? gateway.open(provider.scheme(), provider.host(), provider.port())
            : null;
    SignInWay way = best == SignInWay.GATEWAY && route == null ? SignInWay.AT_CREATION : best;
    SignedProvider signed = new SignedProvider(provider, way, authorizer);
    if (route != null) {
      session.add(route);
      place.put(provider.over(route, keys));
    } else if (way == SignInWay.AT_CREATION) {
      String token = signed.next();
      if (token != null) {
        place.put(provider.with(token, keys));
      }
      session.repeat(call);
    } else {
      place.put(provider.askingBack(keys));
    }
    session.add(provider.name(), signed);
  }

  private SignInWay best(CliVersion cli) {
    SignInWay asking = listen();
    if (inProcess || cli.asksForTokens()) {
      return asking;
    }
    return startedHere ? SignInWay.GATEWAY : SignInWay.AT_CREATION;
  }

  /** Stands in for the SDK's handlers of what the program says of tokens; once. */
  private synchronized SignInWay listen() {
    if (callback == null) {
      Map<String, BiConsumer<String, Object>> handlers = rpc.handlers();
      BiConsumer<String, Object> others = handlers.get(TokenCallback.METHOD);
      handlers.put(TokenCallback.METHOD, new TokenCallback(sessions, rpc, threads, others));
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
        LOG.debug("a Copilot CLI did not tell its version", untold);
        version = CliVersion.UNKNOWN;
      }
    }
    return version;
  }

  /** Tells the program of the session once more, with a token that is good for the coming turn. */
  private void renew(CliSession session, SessionCall call) {
    try {
      boolean news = false;
      for (SessionCall.Place place : call.places()) {
        SignedProvider signed = session.asked(place.provider().name());
        String token = signed == null || !signed.isToldTokens() ? null : signed.news();
        if (token != null) {
          place.put(place.provider().with(token, authorizer.keyHeaders()));
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
    } catch (Exception failure) {
      authorizer.adviceFailed(failure);
    }
  }
}
