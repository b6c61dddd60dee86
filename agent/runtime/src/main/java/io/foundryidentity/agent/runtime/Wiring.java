package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.Prefetch;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts and puts them together. */
final class Wiring {

  private final Configuration configuration;

  Wiring(Configuration configuration) {
    this.configuration = configuration;
  }

  ClassFileTransformer install(Instrumentation instrumentation) {
    Logger log = LoggerFactory.getLogger(Installation.class);
    AgentScheduler scheduler = new AgentScheduler();
    Signing signing = Signing.of(configuration, new AzureTokenSources(), scheduler);
    AuthorizationBridge.install(signing.authorizer());
    if (Clients.javaVersion() >= 17 && configuration.clientEnabled("copilot-sdk")) {
      CopilotSessions.install(signing.authorizer(), scheduler::execute);
    }
    log.info("active for {}", configuration.targets());
    if (configuration.prefetch() == Prefetch.STARTUP) {
      scheduler.execute(signing::prefetch);
    }
    return new ClientTransformer(
        clients(), new BridgeVisibility(instrumentation), onEarlyType(signing, scheduler));
  }

  private List<ClientInstrumentation> clients() {
    List<ClientInstrumentation> enabled = new ArrayList<>();
    for (ClientInstrumentation client : Clients.all()) {
      if (configuration.clientEnabled(client.client())) {
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
