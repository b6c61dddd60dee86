package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;

/**
 * What {@link Wiring} installs behind the bridge, without the instrumentation in front of it.
 *
 * <p>It is in the runtime's package, as the parts are package-private. So the measured code is the
 * shipped code, including counters, the kill switch and recorded events.
 */
public final class WiredAgent {

  private WiredAgent() {}

  /**
   * @param arguments the text after the equals sign of {@code -javaagent:jar=}
   */
  public static void install(String arguments, TokenSourceFactory sources)
      throws ConfigurationException {
    Configuration configuration = Configuration.read(arguments, ClientNames.ALL);
    logErrorsOnly();
    RunningAgent agent = new RunningAgent(configuration);
    ConfiguredTargets targets =
        ConfiguredTargets.of(
            configuration, FlightRecording.of(sources), new AgentScheduler(), agent.recentEvents());
    FlightRecording.of(targets.lookup());
    agent.started(targets, new DetectedClients());
    AuthorizationBridge.install(targets.lookup());
    targets.prefetch();
  }

  /** To be called before the first log line: the default logger would print every detail. */
  public static void logErrorsOnly() {
    AgentLog.configure("error", null);
  }
}
