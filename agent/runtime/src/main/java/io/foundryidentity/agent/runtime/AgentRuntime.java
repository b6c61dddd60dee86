package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
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
   * <p>Of the shape of {@code premain} itself, two objects and no answer: from Java 18 on
   * reflection makes a class or two for each new shape.
   *
   * @param arguments what follows the equals sign of {@code -javaagent:jar=}; may be empty
   * @param answer stays as it is where the agent is to stay away; else takes what installs the
   *     agent at the first hit, a {@code Function<Instrumentation, ClassFileTransformer>}, then the
   *     names of classes that count as a hit beside those of the index, with slashes, a {@code
   *     String[]}, and whether to come in at once, a {@code Boolean}
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
      answer[2] = configuration.prefetchesAtStartup();
    }
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
