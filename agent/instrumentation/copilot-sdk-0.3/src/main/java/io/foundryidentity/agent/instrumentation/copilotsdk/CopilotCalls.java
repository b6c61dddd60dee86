package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliCalls;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
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
 * Gives the sessions of the Copilot SDK their tokens. Public, as the runtime creates it.
 *
 * <p>For the targets among a session's providers, the CLI program of the SDK
 *
 * <ol>
 *   <li>requests a token before each model request, if its version can do that;
 *   <li>sends its requests to this JVM's gateway, if it is older and the SDK started it;
 *   <li>gets a token, and another one before a turn if the token has changed, if it is older and
 *       was running before.
 * </ol>
 *
 * Keys and fixed tokens are removed from what the program gets. A provider with a callback of the
 * application stays as it is.
 */
public final class CopilotCalls implements CliCalls {

  private static final Logger LOG = LoggerFactory.getLogger(CopilotCalls.class);

  /** Calls that send a session's providers to the program. */
  private static final Set<String> TELLING =
      Set.of(
          "session.create",
          "session.resume",
          SessionCall.OPEN,
          "session.options.update",
          "session.provider.add",
          SessionCall.SYNC);

  /** The first call of an SDK 1.x. */
  private static final String CONNECT = "connect";

  private final AtomicBoolean told = new AtomicBoolean();
  private final RequestTargets targets;
  private final GatewayRoutes gateway;
  private final Executor threads;

  private final Connections connections = new Connections();
  private final Set<Object> startedHere = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * @param threads for tasks that may wait, for a token and for the program
   */
  public CopilotCalls(RequestTargets targets, GatewayRoutes gateway, Executor threads) {
    this.targets = targets;
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
    if (method.equals(CONNECT)) {
      CliConnection cli = connection(library, connection);
      return cli == null ? null : cli.connect(method, parameters, answer);
    }
    CliConnection cli = connections.find(connection);
    if (cli == null) {
      return null;
    }
    return switch (method) {
      case "session.send" -> cli.turn(method, parameters, answer);
      case "session.destroy", "session.delete", "sessions.close", "sessions.delete" -> {
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
        known = new CliConnection(rpc, targets, gateway, threads, own);
        connections.put(connection, known);
      } catch (ReflectiveOperationException unlikeTheSdk) {
        leaveAlone(unlikeTheSdk);
      }
    }
    return known;
  }

  /** Logs one line, even if more in this version of the SDK is not as expected. */
  private void leaveAlone(ReflectiveOperationException unlikeTheSdk) {
    if (told.compareAndSet(false, true)) {
      LOG.warn(
          "this version of the Copilot SDK is not supported; its sessions get no tokens: {}",
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
