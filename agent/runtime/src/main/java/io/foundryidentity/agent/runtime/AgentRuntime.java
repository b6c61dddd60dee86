package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import io.foundryidentity.agent.core.output.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * The isolated side's only entry.
 *
 * <p>Called before {@code main} through reflection: the caller is in the system loader, and both
 * share JDK types only. This class only reads the configuration. {@link Installation} loads the
 * rest when the first class of a client loads.
 */
public final class AgentRuntime {

  private static final StringBuilder SAID = new StringBuilder();

  private AgentRuntime() {}

  /**
   * Reads the configuration, and prints its mistakes to stderr.
   *
   * <p>It has the parameter and return types of {@code premain}, as reflection since Java 18
   * generates classes for each new combination.
   *
   * @param arguments what follows the equals sign of {@code -javaagent:jar=}; may be empty
   * @param answer is not changed if the agent must stay inactive. Else it gets a {@code
   *     Function<Instrumentation, ClassFileTransformer>} that installs the agent at the first hit
   *     and is an {@code Executor} that starts a thread for each task, a {@code String[]} with more
   *     names of classes (with slashes) that count as a hit, and a {@code Boolean}: whether to
   *     install at once
   */
  public static void configure(String arguments, @Nullable Object[] answer) {
    ConfigurationSources sources = Configuration.sources(arguments);
    Configuration configuration;
    try {
      configuration = Configuration.read(sources, ClientNames.ALL);
    } catch (ConfigurationException mistakes) {
      for (String problem : mistakes.problems()) {
        say(problem);
      }
      return;
    }
    for (String warning : configuration.warnings()) {
      say(warning);
    }
    if (!configuration.enabled()) {
      SAID.append("switched off: enabled=false\n");
    } else if (configuration.hasTargets()) {
      answer[0] = new Installation(configuration, sources);
      answer[1] =
          configuration.clientNamed(ClientNames.COPILOT_CLI)
              ? new String[] {ClientNames.PROCESS_BUILDER}
              : new String[0];
      answer[2] = configuration.installsAtStartup();
    }
  }

  /**
   * Answers a question about the agent in this JVM.
   *
   * @param installation the function from {@link #configure}
   * @param version the jar's version
   */
  public static String answer(Object installation, String question, String version) {
    return Answers.to(question, ((Installation) installation).agent(), version);
  }

  /** The lines that {@link #configure} has printed, or why the agent is inactive. */
  public static String said() {
    return SAID.toString();
  }

  private static void say(String line) {
    StandardError.line(line);
    SAID.append(SafeText.line(line)).append('\n');
  }
}
