package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliCalls;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the sessions of the Copilot SDK in. Public: the runtime makes one.
 *
 * <p>For the targets among a session's providers the program behind the SDK is told
 *
 * <ol>
 *   <li>to ask for a token before each model request, where it can;
 *   <li>an older one that the SDK started: to send its requests to this JVM's gateway;
 *   <li>an older one that was running before: a token, and another before a turn when that one is
 *       no longer the current one.
 * </ol>
 *
 * Keys and fixed tokens are taken out of what the program is told. A provider that has a callback
 * of the application's stays as it is.
 */
public final class CopilotCalls implements CliCalls {

  private static final Logger LOG = LoggerFactory.getLogger(CopilotCalls.class);

  /** Calls that tell the program of a session's providers. */
  private static final Set<String> TELLING =
      Set.of("session.create", "session.resume", "session.options.update", "session.provider.add");

  private final AtomicBoolean told = new AtomicBoolean();
  private final RequestAuthorizer authorizer;
  private final LoopbackRoutes gateway;
  private final Executor threads;

  private final Connections connections = new Connections();
  private final Set<Object> startedHere = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * @param threads may wait, for a token and for the program
   */
  public CopilotCalls(RequestAuthorizer authorizer, LoopbackRoutes gateway, Executor threads) {
    this.authorizer = authorizer;
    this.gateway = gateway;
    this.threads = threads;
  }

  @Override
  public @Nullable CompletableFuture<?> call(
      MethodHandles.Lookup library,
      Object connection,
      String method,
      @Nullable Object parameters,
      Class<?> answer) {
    if (JsonRpc.isCalling()) {
      return null;
    }
    if (TELLING.contains(method)) {
      CliConnection cli = connection(library, connection);
      return cli == null ? null : cli.providers(method, parameters, answer);
    }
    CliConnection cli = connections.find(connection);
    if (cli == null) {
      return null;
    }
    return switch (method) {
      case "session.send" -> cli.turn(method, parameters, answer);
      case "session.destroy", "session.delete" -> {
        cli.end(parameters);
        yield null;
      }
      default -> cli.other(method, parameters, answer);
    };
  }

  private synchronized @Nullable CliConnection connection(
      MethodHandles.Lookup library, Object connection) {
    CliConnection known = connections.find(connection);
    if (known == null) {
      try {
        JsonRpc rpc = new JsonRpc(library, connection);
        boolean own = startedHere.contains(connection);
        known = new CliConnection(rpc, authorizer, gateway, threads, own);
        connections.put(connection, known);
      } catch (ReflectiveOperationException unlikeTheSdk) {
        leaveAlone(unlikeTheSdk);
      }
    }
    return known;
  }

  /** One line, whatever else this version of the SDK has that is not as expected. */
  private void leaveAlone(ReflectiveOperationException unlikeTheSdk) {
    if (told.compareAndSet(false, true)) {
      LOG.warn(
          "this Copilot SDK is unlike those that are known, and its sessions are left alone: {}",
          unlikeTheSdk.toString());
    }
  }

  @Override
  public synchronized void connectedToOwn(Object connection) {
    startedHere.add(connection);
  }

  @Override
  public void closed(Object connection) {
    CliConnection ended = connections.remove(connection);
    if (ended != null) {
      ended.close();
    }
  }

  @Override
  public @Nullable Object starting(MethodHandles.Lookup library, Object options) {
    try {
      return CliEnvironment.change(library, options);
    } catch (ReflectiveOperationException unlikeTheSdk) {
      leaveAlone(unlikeTheSdk);
      return null;
    }
  }

  @Override
  public void started(Object undo) {
    ((CliEnvironment) undo).restore();
  }
}
