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

  private static final StringBuilder SAID = new StringBuilder();

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
    if (!configuration.enabled()) {
      SAID.append("switched off: enabled=false\n");
      return null;
    }
    return configuration.hasTargets() ? new Installation(configuration, sources) : null;
  }

  /**
   * Answers a question about the agent in this JVM; none that fails does harm.
   *
   * @param installation what {@link #configure} gave
   * @param version of the jar
   */
  public static String answer(Object installation, String question, String version) {
    return Answers.to(question, ((Installation) installation).agent(), version);
  }

  /** What {@link #configure} had to say, line by line, and why it is silent where it is. */
  public static String said() {
    return SAID.toString();
  }

  private static void say(String line) {
    System.err.println("foundry-identity: " + line);
    SAID.append(line).append('\n');
  }
}
