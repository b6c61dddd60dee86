package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import io.foundryidentity.agent.core.configuration.Prefetch;
import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import io.foundryidentity.agent.instrumentation.support.WeavingWarmUp;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts and puts them together. */
final class Wiring {

  private final Configuration configuration;
  private final ConfigurationSources sources;
  private final RunningAgent agent;

  Wiring(Configuration configuration, ConfigurationSources sources, RunningAgent agent) {
    this.configuration = configuration;
    this.sources = sources;
    this.agent = agent;
  }

  ClassFileTransformer install(Instrumentation instrumentation) {
    Logger log = LoggerFactory.getLogger(Installation.class);
    AgentScheduler scheduler = new AgentScheduler();
    ConfiguredTargets targets =
        ConfiguredTargets.of(
            configuration,
            FlightRecording.of(new AzureTokenSources()),
            scheduler,
            agent.recentEvents());
    FlightRecording.of(targets.lookup());
    DetectedClients detected = new DetectedClients();
    agent.started(targets, detected);
    AuthorizationBridge.install(Privileged.of(targets.lookup()));
    GatewayRoutes gateway = new CopilotGateway(targets.lookup());
    if (JavaVersion.current() >= 17 && configuration.clientEnabled(ClientNames.COPILOT_SDK)) {
      CopilotSessions.install(targets.lookup(), gateway, scheduler::execute);
    }
    WeavingWarmUp warmUp = new WeavingWarmUp(scheduler::execute);
    BridgeVisibility bridge = new BridgeVisibility(instrumentation, scheduler::execute);
    ClientTransformer transformer =
        new ClientTransformer(
            clients(),
            bridge,
            detected,
            () -> {
              warmUp.start();
              if (configuration.prefetch() == Prefetch.FIRST_HIT) {
                scheduler.execute(targets::prefetch);
              }
            });
    if (configuration.clientEnabled(ClientNames.COPILOT_CLI)) {
      Runnable processes =
          new CopilotProcesses(targets.lookup(), gateway, scheduler::execute, bridge, detected);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_CLI, processes);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_SDK, processes);
    }
    log.info("active for {}", configuration.targets());
    ConfigurationReload.start(sources, configuration, agent::use, scheduler);
    if (configuration.prefetch() == Prefetch.STARTUP) {
      warmUp.start();
      scheduler.execute(targets::prefetch);
    }
    new ManagementStart(
            scheduler,
            () -> Management.isServerThere(),
            MainThread::isPastPremain,
            () -> Management.register(agent, scheduler::execute))
        .lookLater();
    return transformer;
  }

  private List<ClientInstrumentation> clients() {
    List<ClientInstrumentation> enabled = new ArrayList<>();
    for (ClientInstrumentation client : Clients.all()) {
      if (client.isOnDemand()
          ? configuration.clientNamed(client.client())
          : configuration.clientEnabled(client.client())) {
        enabled.add(client);
      }
    }
    return enabled;
  }
}
