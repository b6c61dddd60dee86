package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.target.TargetParser;
import io.foundryidentity.agent.gateway.Gateway;
import io.foundryidentity.agent.gateway.Route;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway of this JVM, opened with the first route and open until the JVM ends.
 *
 * <p>A route leads to a host; which paths there are signed the authorizer decides for each request.
 * There is none before Java 11, which the gateway needs.
 */
final class CopilotRoutes implements LoopbackRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(CopilotRoutes.class);

  private static final int FIRST_JAVA = 11;

  private final RequestAuthorizer authorizer;
  private final AtomicBoolean tooOldTold = new AtomicBoolean();
  private @Nullable Gateway gateway;

  CopilotRoutes(RequestAuthorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public @Nullable LoopbackRoute open(String scheme, String host, int port) {
    String origin = scheme + "://" + host + (port < 0 ? "" : ":" + port);
    int java = JavaVersion.current();
    if (java < FIRST_JAVA) {
      if (tooOldTold.compareAndSet(false, true)) {
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
      gateway = Gateway.open(authorizer, 0);
    }
    return gateway;
  }

  private static final class OpenRoute implements LoopbackRoute {

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
