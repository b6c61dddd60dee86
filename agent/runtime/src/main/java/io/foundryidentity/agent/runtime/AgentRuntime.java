package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The isolated side's only entry.
 *
 * <p>Called before {@code main} through reflection, as the caller lives in the system loader; what
 * both share are JDK types. Only the configuration is read here. What it takes to sign requests is
 * loaded by {@link Installation}, when a client's class is first seen.
 */
public final class AgentRuntime {

  private AgentRuntime() {}

  /**
   * Reads the configuration and says on stderr what is wrong with it.
   *
   * @param arguments what follows the equals sign of {@code -javaagent:jar=}; may be empty
   * @return what installs the agent at the first hit, or null where the agent is to stay away
   */
  public static @Nullable Function<Instrumentation, ClassFileTransformer> configure(
      String arguments) {
    ConfigurationSources sources = Configuration.sources(arguments);
    Configuration configuration;
    try {
      configuration = Configuration.read(sources, ClientNames.ALL);
    } catch (ConfigurationException mistakes) {
      for (String problem : mistakes.problems()) {
        say(problem);
      }
      return null;
    }
    for (String warning : configuration.warnings()) {
      say(warning);
    }
    return configuration.enabled() && configuration.hasTargets()
        ? new Installation(configuration, sources)
        : null;
  }

  private static void say(String line) {
    System.err.println("foundry-identity: " + line);
  }
}
