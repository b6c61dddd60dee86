package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import io.foundryidentity.agent.core.configuration.Prefetch;
import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import io.foundryidentity.agent.instrumentation.support.PreparedClasses;
import io.foundryidentity.agent.instrumentation.support.WeavingWarmUp;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;
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

  /**
   * @param appended why the bridge's classes are appended to the bootstrap loader's search; null if
   *     they are defined in it
   */
  ClassFileTransformer install(Instrumentation instrumentation, @Nullable Throwable appended) {
    Logger log = LoggerFactory.getLogger(Installation.class);
    if (appended != null) {
      log.debug(
          "this JVM refuses to define the bridge's classes, so they are appended to the bootstrap"
              + " class path, and class data sharing can be off for the application",
          appended);
    }
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
    EnabledClients clients = new EnabledClients(configuration);
    BridgeVisibility bridge = new BridgeVisibility(instrumentation, scheduler::execute);
    ClientTransformer transformer =
        new ClientTransformer(
                clients.places(),
                clients,
                prepared(log),
                bridge,
                detected,
                () -> {
                  if (configuration.prefetch() == Prefetch.FIRST_HIT) {
                    scheduler.execute(targets::prefetch);
                  }
                })
            .onUnknownEarlyType(warmUp::start);
    if (configuration.clientEnabled(ClientNames.COPILOT_CLI)) {
      Runnable processes =
          new CopilotProcesses(targets.lookup(), gateway, scheduler::execute, bridge, detected);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_CLI, processes);
      transformer.onEarlyTypeOf(ClientNames.COPILOT_SDK, processes);
    }
    log.debug("the first class of an HTTP client was loaded");
    ConfigurationReload.start(sources, configuration, agent::use, scheduler);
    if (configuration.prefetch() == Prefetch.STARTUP) {
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

  /** If the entry is missing or damaged, Byte Buddy changes every class. */
  private static PreparedClasses prepared(Logger log) {
    InputStream entry =
        Wiring.class.getClassLoader().getResourceAsStream(PreparedClassesEntry.ENTRY);
    if (entry == null) {
      log.debug("the agent's jar has no {}", PreparedClassesEntry.ENTRY);
      return PreparedClasses.NONE;
    }
    try {
      return PreparedClasses.read(entry);
    } catch (IOException | RuntimeException damaged) {
      log.debug("the agent's jar has no readable {}", PreparedClassesEntry.ENTRY, damaged);
      return PreparedClasses.NONE;
    }
  }
}
