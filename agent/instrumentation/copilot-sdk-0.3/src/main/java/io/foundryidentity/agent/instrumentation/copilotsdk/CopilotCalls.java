package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.CliCalls;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

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

  private final RequestAuthorizer authorizer;
  private final LoopbackRoutes gateway;
  private final Executor threads;

  /** By the SDK's object, which nothing here may keep. */
  private final Map<Object, CliConnection> connections = new WeakHashMap<>();

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
    return switch (method) {
      case "session.create", "session.resume", "session.options.update", "session.provider.add" ->
          connection(library, connection).providers(method, parameters, answer);
      case "session.send" -> connection(library, connection).turn(method, parameters, answer);
      case "session.destroy", "session.delete" -> {
        connection(library, connection).end(parameters);
        yield null;
      }
      default -> null;
    };
  }

  private synchronized CliConnection connection(MethodHandles.Lookup library, Object connection) {
    CliConnection known = connections.get(connection);
    if (known == null) {
      try {
        JsonRpc rpc = new JsonRpc(library, connection);
        boolean own = startedHere.contains(connection);
        known = new CliConnection(rpc, authorizer, gateway, threads, own);
      } catch (ReflectiveOperationException unlikeTheSdk) {
        throw new IllegalStateException(unlikeTheSdk);
      }
      connections.put(connection, known);
    }
    return known;
  }

  @Override
  public synchronized void connectedToOwn(Object connection) {
    startedHere.add(connection);
  }

  @Override
  public void closed(Object connection) {
    CliConnection ended;
    synchronized (this) {
      ended = connections.remove(connection);
    }
    if (ended != null) {
      ended.close();
    }
  }

  @Override
  public @Nullable Object starting(MethodHandles.Lookup library, Object options) {
    try {
      return CliEnvironment.change(library, options);
    } catch (ReflectiveOperationException unlikeTheSdk) {
      throw new IllegalStateException(unlikeTheSdk);
    }
  }

  @Override
  public void started(Object undo) {
    ((CliEnvironment) undo).restore();
  }
}
