package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import io.foundryidentity.agent.instrumentation.support.MetClients;

/**
 * What {@link Wiring} puts behind the bridge, without the instrumentation in front of it.
 *
 * <p>In the runtime's package, as the parts are nobody else's: so that what is measured is what
 * ships, counters, switch and recorded events included.
 */
public final class WiredAgent {

  private WiredAgent() {}

  /**
   * @param arguments as they follow the equals sign of {@code -javaagent:jar=}
   */
  public static void install(String arguments, TokenSourceFactory sources)
      throws ConfigurationException {
    Configuration configuration = Configuration.read(arguments, ClientNames.ALL);
    logErrorsOnly();
    Signing signing = Signing.of(configuration, FlightRecording.of(sources), new AgentScheduler());
    FlightRecording.of(signing.authorizer());
    new RunningAgent(configuration).cameIn(signing, new MetClients());
    signing.authorizer().onFirstSigned(() -> {});
    AuthorizationBridge.install(signing.authorizer());
    signing.prefetch();
  }

  /** Before anything is logged: the class path's own binding would write every detail. */
  public static void logErrorsOnly() {
    AgentLog.configure("error", null);
  }
}
