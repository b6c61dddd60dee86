package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import io.foundryidentity.agent.core.configuration.Prefetch;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
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

  Wiring(Configuration configuration, ConfigurationSources sources) {
    this.configuration = configuration;
    this.sources = sources;
  }

  ClassFileTransformer install(Instrumentation instrumentation) {
    Logger log = LoggerFactory.getLogger(Installation.class);
    AgentScheduler scheduler = new AgentScheduler();
    Signing signing = Signing.of(configuration, new AzureTokenSources(), scheduler);
    AuthorizationBridge.install(signing.authorizer());
    LoopbackRoutes gateway = new CopilotRoutes(signing.authorizer());
    if (Clients.javaVersion() >= 17 && configuration.clientEnabled(ClientNames.COPILOT_SDK)) {
      CopilotSessions.install(signing.authorizer(), gateway, scheduler::execute);
    }
    BridgeVisibility bridge = new BridgeVisibility(instrumentation);
    ClientTransformer transformer =
        new ClientTransformer(clients(), bridge, onEarlyType(signing, scheduler));
    if (configuration.clientEnabled(ClientNames.COPILOT_CLI)) {
      Runnable processes =
          new CopilotProcesses(signing.authorizer(), gateway, scheduler::execute, bridge);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_CLI, processes);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_SDK, processes);
    }
    log.info("active for {}", configuration.targets());
    ConfigurationReload.start(sources, configuration, signing, scheduler);
    if (configuration.prefetch() == Prefetch.STARTUP) {
      scheduler.execute(signing::prefetch);
    }
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

  private Runnable onEarlyType(Signing signing, AgentScheduler scheduler) {
    return configuration.prefetch() == Prefetch.FIRST_HIT
        ? () -> scheduler.execute(signing::prefetch)
        : () -> {};
  }
}
