package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import io.foundryidentity.agent.core.platform.AgentThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Installs the agent once, at the first hit, in the application's thread that loads the class. This
 * class loads before {@code main}, so what it needs later is in {@link Wiring}.
 */
final class Installation implements Function<Instrumentation, ClassFileTransformer>, Executor {

  private final Configuration configuration;
  private final ConfigurationSources sources;
  private final LogOutput log;
  private final boolean probes;

  /** Created at the first question or when the agent is installed, not before {@code main}. */
  private @Nullable RunningAgent agent;

  /**
   * @param probes whether to open the health port and write the status file, if they are
   *     configured; a tool of the JDK must not take them from the application
   */
  Installation(
      Configuration configuration, ConfigurationSources sources, LogOutput log, boolean probes) {
    this.configuration = configuration;
    this.sources = sources;
    this.log = log;
    this.probes = probes;
  }

  @Override
  public ClassFileTransformer apply(Instrumentation instrumentation) {
    Thread thread = Thread.currentThread();
    ClassLoader application = thread.getContextClassLoader();
    // The libraries' service loaders use it, and must find the agent's own providers.
    thread.setContextClassLoader(Installation.class.getClassLoader());
    try {
      Throwable appended = BridgeClasses.define(instrumentation);
      AgentLog.configure(configuration.logLevel(), log);
      if (probes && (configuration.healthPort() != null || configuration.statusFile() != null)) {
        Probes.start(configuration, agent());
      }
      return new Wiring(configuration, sources, agent()).install(instrumentation, appended);
    } catch (IOException noBridge) {
      agent().failed(noBridge);
      log.write(LogLine.now("ERROR", "the agent is off: " + noBridge.getMessage()));
      throw new UncheckedIOException(noBridge);
    } catch (Throwable failure) {
      agent().failed(failure);
      throw failure;
    } finally {
      thread.setContextClassLoader(application);
    }
  }

  /** Runs a task of premain on a thread of the agent's. */
  @Override
  public void execute(Runnable task) {
    AgentThread.daemon(task, "foundry-identity-catch-up").start();
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
