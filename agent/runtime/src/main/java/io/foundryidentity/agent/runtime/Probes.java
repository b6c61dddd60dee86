package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ListenAddress;
import io.foundryidentity.agent.core.platform.AgentThread;
import io.foundryidentity.agent.core.status.GatewayHealth;
import io.foundryidentity.agent.core.status.GatewayStatus;
import io.foundryidentity.agent.health.AgentHealth;
import io.foundryidentity.agent.health.HealthPort;
import io.foundryidentity.agent.health.HealthSource;
import io.foundryidentity.agent.health.StatusFile;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the agent's state to probes; not loaded unless the configuration asks for that. */
final class Probes {

  private Probes() {}

  /**
   * Returns at once. It is called before the agent is installed, so that a failure of that can be
   * seen, and the caller may be a thread of the application.
   */
  static void start(Configuration configuration, RunningAgent agent) {
    AgentThread.daemon(() -> begin(configuration, agent), "foundry-identity-probes").start();
  }

  private static void begin(Configuration configuration, RunningAgent agent) {
    begin(configuration, health(agent, () -> null));
  }

  /** As {@link #start}, for a process that is a gateway. */
  static GatewayHealth start(
      Configuration configuration, RunningAgent agent, Supplier<GatewayStatus> gateway) {
    HealthSource health = health(agent, gateway);
    AgentThread.daemon(() -> begin(configuration, health), "foundry-identity-probes").start();
    return new GatewayHealth() {
      @Override
      public @Nullable String notReady() {
        return health.now(false).notReady();
      }

      @Override
      public String metrics() {
        return health.now(false).metrics();
      }
    };
  }

  private static HealthSource health(
      RunningAgent agent, Supplier<? extends @Nullable GatewayStatus> gateway) {
    String version = AgentVersion.ofThisJvm();
    return withClients ->
        new AgentHealth(
            withClients ? agent.status(version) : agent.withoutClients(version),
            agent.failure(),
            gateway.get());
  }

  private static void begin(Configuration configuration, HealthSource health) {
    ListenAddress port = configuration.healthPort();
    if (port != null) {
      HealthPort.start(port, health);
    }
    String file = configuration.statusFile();
    if (file != null) {
      StatusFile.start(file, health);
    }
  }
}
