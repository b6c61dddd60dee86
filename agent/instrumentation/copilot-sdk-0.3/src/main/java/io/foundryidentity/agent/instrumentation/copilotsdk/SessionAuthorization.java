package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import io.foundryidentity.agent.instrumentation.support.ProxyExceptions;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the targets among the providers of a call, each to the best way for it.
 *
 * <p>A program that can request tokens does so from the connection that described the whole
 * session. A provider that comes later, under another name, has no such connection, and its turns
 * would fail. So its requests go over the gateway if the program was started here; otherwise the
 * agent describes the whole session again ({@link SessionUpdates#register}).
 */
final class SessionAuthorization {

  private static final Logger LOG = LoggerFactory.getLogger(SessionAuthorization.class);

  private final RequestTargets targets;
  private final GatewayRoutes gateway;
  private final CliCallbacks callbacks;
  private final ReportedVersion version;
  private final boolean startedHere;
  private final boolean inProcess;

  SessionAuthorization(
      RequestTargets targets,
      GatewayRoutes gateway,
      CliCallbacks callbacks,
      ReportedVersion version,
      boolean startedHere,
      boolean inProcess) {
    this.targets = targets;
    this.gateway = gateway;
    this.callbacks = callbacks;
    this.version = version;
    this.startedHere = startedHere;
    this.inProcess = inProcess;
  }

  /** Whether any of its providers is to be changed. */
  boolean concerns(SessionCall call) {
    return call.places().stream().anyMatch(this::concerns);
  }

  private boolean concerns(SessionCall.Place place) {
    Provider provider = place.provider();
    // Over plain http a program may use a proxy, except for the addresses excluded at its start.
    return (provider.isEncrypted() || (startedHere && ProxyExceptions.cover(provider.host())))
        && provider.isTarget(targets);
  }

  /** Adds tokens to the call; returns whether it has any now. On a thread that may wait. */
  boolean authorize(SessionCall call, CliSession session, @Nullable CliSession before) {
    try {
      CliVersion cli = version.get();
      SignInWay asking = callbacks.listen();
      for (SessionCall.Place place : call.places()) {
        if (concerns(place)) {
          SignInWay best =
              inProcess || cli.asksForTokens()
                  ? newer(call, session, place.provider(), asking)
                  : startedHere ? SignInWay.GATEWAY : SignInWay.AT_CREATION;
          authorize(place, session, best);
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

  /** The way of a program that can request tokens. */
  private SignInWay newer(
      SessionCall call, CliSession session, Provider provider, SignInWay asking) {
    if (call.isWhole() || session.isRegistered(provider.name())) {
      return asking;
    }
    if (startedHere) {
      return SignInWay.GATEWAY;
    }
    return session.description() == null ? SignInWay.AT_CREATION : asking;
  }

  private void authorize(SessionCall.Place place, CliSession session, SignInWay best)
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
    } else {
      place.put(provider.askingBack(keys));
    }
  }

  /** Keeps what the session needs to be described again, and by whom its tokens are answered. */
  void describe(SessionCall call, CliSession session) {
    if (call.isWhole()) {
      session.register(call.asking());
      session.describe(startedHere && !session.hasTold() ? null : call);
    } else {
      SessionCall before = session.description();
      session.describe(before == null ? null : before.with(call));
    }
  }
}
