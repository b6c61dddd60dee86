package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.gateway.Gateway;
import io.foundryidentity.agent.gateway.Route;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway of this JVM, for Copilot processes. It opens with the first route and stays open
 * until the JVM ends.
 *
 * <p>A route leads to a host; the targets decides for each request whether its path gets a token.
 * The gateway needs Java 11; on older versions there are no routes.
 */
final class CopilotGateway implements GatewayRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(CopilotGateway.class);

  private static final int FIRST_JAVA = 11;

  private final RequestTargets targets;
  private final AtomicBoolean tooOldLogged = new AtomicBoolean();
  private @Nullable Gateway gateway;

  CopilotGateway(RequestTargets targets) {
    this.targets = targets;
  }

  @Override
  public @Nullable GatewayRoute open(String scheme, String host, int port) {
    String origin = scheme + "://" + host + (port < 0 ? "" : ":" + port);
    int java = JavaVersion.current();
    if (java < FIRST_JAVA) {
      if (tooOldLogged.compareAndSet(false, true)) {
        LOG.warn("no gateway to {}: it needs Java {}, this is Java {}", origin, FIRST_JAVA, java);
      }
      return null;
    }
    try {
      return new OpenRoute(gateway().route(TargetParser.parse(origin)));
    } catch (IOException | RuntimeException failure) {
      LOG.warn("no gateway to {}: {}", origin, failure.toString());
      return null;
    }
  }

  private synchronized Gateway gateway() throws IOException {
    if (gateway == null) {
      gateway = Gateway.open(targets, 0);
    }
    return gateway;
  }

  private static final class OpenRoute implements GatewayRoute {

    private final Route route;

    OpenRoute(Route route) {
      this.route = route;
    }

    @Override
    public String origin() {
      return route.baseUrl();
    }

    @Override
    public String secret() {
      return route.secret();
    }

    @Override
    public void close() {
      route.close();
    }
  }
}
