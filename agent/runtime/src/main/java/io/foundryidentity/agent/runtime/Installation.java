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
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wires the parts, once, at the first hit; runs in a thread of the application that is loading a
 * class.
 *
 * <p>As a {@link BooleanSupplier} it says whether to do so at once instead ({@code
 * prefetch=startup}).
 */
final class Installation
    implements Function<Instrumentation, ClassFileTransformer>, BooleanSupplier {

  private final Configuration configuration;

  Installation(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public boolean getAsBoolean() {
    return configuration.prefetch() == Prefetch.STARTUP;
  }

  @Override
  public ClassFileTransformer apply(Instrumentation instrumentation) {
    Thread thread = Thread.currentThread();
    ClassLoader application = thread.getContextClassLoader();
    // Service loaders of the agent's libraries look here, and must find the agent's own providers.
    thread.setContextClassLoader(Installation.class.getClassLoader());
    try {
      AgentLog.configure(configuration.logLevel(), configuration.logFile());
      return install(instrumentation);
    } finally {
      thread.setContextClassLoader(application);
    }
  }

  private ClassFileTransformer install(Instrumentation instrumentation) {
    Logger log = LoggerFactory.getLogger(Installation.class);
    AgentScheduler scheduler = new AgentScheduler();
    Signing signing = Signing.of(configuration, new AzureTokenSources(), scheduler);
    AuthorizationBridge.install(signing.authorizer());
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
