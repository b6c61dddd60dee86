package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings the agent in, once, at the first hit; runs in a thread of the application that is loading
 * a class. Loaded before {@code main}, so all that it takes is in {@link Wiring}.
 */
final class Installation implements Function<Instrumentation, ClassFileTransformer> {

  private final Configuration configuration;
  private final ConfigurationSources sources;

  /** Made where somebody asks, or the agent comes in: not before main. */
  private @Nullable RunningAgent agent;

  Installation(Configuration configuration, ConfigurationSources sources) {
    this.configuration = configuration;
    this.sources = sources;
  }

  @Override
  public ClassFileTransformer apply(Instrumentation instrumentation) {
    Thread thread = Thread.currentThread();
    ClassLoader application = thread.getContextClassLoader();
    // Service loaders of the agent's libraries look here, and must find the agent's own providers.
    thread.setContextClassLoader(Installation.class.getClassLoader());
    try {
      AgentLog.configure(configuration.logLevel(), configuration.logFile());
      return new Wiring(configuration, sources, agent()).install(instrumentation);
    } finally {
      thread.setContextClassLoader(application);
    }
  }

  synchronized RunningAgent agent() {
    RunningAgent known = agent;
    if (known == null) {
      known = new RunningAgent(configuration);
      agent = known;
    }
    return known;
  }
}
