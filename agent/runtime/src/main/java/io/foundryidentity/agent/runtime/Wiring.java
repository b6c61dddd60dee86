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
import io.foundryidentity.agent.instrumentation.support.LoopbackRoutes;
import io.foundryidentity.agent.instrumentation.support.MetClients;
import io.foundryidentity.agent.instrumentation.support.Rehearsal;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts and puts them together. */
final class Wiring {

  /** JMX takes two hundred classes, which would load beside what the first answer still needs. */
  private static final long MANAGED_AFTER_MILLIS = 5_000;

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
    Signing signing =
        Signing.of(configuration, FlightRecording.of(new AzureTokenSources()), scheduler);
    FlightRecording.of(signing.authorizer());
    MetClients met = new MetClients();
    agent.cameIn(signing, met);
    signing.authorizer().onFirstSigned(() -> manageSoon(scheduler));
    AuthorizationBridge.install(Privileged.of(signing.authorizer()));
    LoopbackRoutes gateway = new CopilotRoutes(signing.authorizer());
    if (JavaVersion.current() >= 17 && configuration.clientEnabled(ClientNames.COPILOT_SDK)) {
      CopilotSessions.install(signing.authorizer(), gateway, scheduler::execute);
    }
    Rehearsal rehearsal = new Rehearsal(scheduler::execute);
    BridgeVisibility bridge = new BridgeVisibility(instrumentation);
    ClientTransformer transformer =
        new ClientTransformer(
            clients(),
            bridge,
            met,
            () -> {
              rehearsal.begin();
              if (configuration.prefetch() == Prefetch.FIRST_HIT) {
                scheduler.execute(signing::prefetch);
              }
            });
    if (configuration.clientEnabled(ClientNames.COPILOT_CLI)) {
      Runnable processes =
          new CopilotProcesses(signing.authorizer(), gateway, scheduler::execute, bridge, met);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_CLI, processes);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_SDK, processes);
    }
    log.info("active for {}", configuration.targets());
    ConfigurationReload.start(sources, configuration, agent::use, scheduler);
    if (configuration.prefetch() == Prefetch.STARTUP) {
      rehearsal.begin();
      scheduler.execute(signing::prefetch);
    }
    return transformer;
  }

  private void manageSoon(AgentScheduler scheduler) {
    Future<?> unused = scheduler.schedule(this::manage, MANAGED_AFTER_MILLIS);
  }

  private void manage() {
    try {
      Management.register(agent);
    } catch (LinkageError noSuchModule) {
      LoggerFactory.getLogger(Installation.class)
          .debug("this Java has no JMX: {}", noSuchModule.toString());
    }
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
