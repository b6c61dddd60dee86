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
   * Reads the configuration, and prints one line: for which hosts the agent is active, or why it is
   * off. Each further mistake and warning is a line of its own.
   *
   * <p>It has the parameter and return types of {@code premain}, as reflection since Java 18
   * generates classes for each new combination.
   *
   * @param arguments what follows the equals sign of {@code -javaagent:jar=}; may be empty
   * @param answer has the jar's version in its fourth place. The others are not changed if the
   *     agent must stay inactive. Else the first gets a {@code Function<Instrumentation,
   *     ClassFileTransformer>} that installs the agent at the first hit and is an {@code Executor}
   *     that starts a thread for each task, the second a {@code String[]} with more names of
   *     classes (with slashes) that count as a hit, and the third a {@code Boolean}: whether to
   *     install at once
   */
  public static void configure(String arguments, @Nullable Object[] answer) {
    ConfigurationSources sources = Configuration.sources(arguments);
    String version = String.valueOf(answer[3]);
    boolean quiet = ToolProgram.isRunning();
    Configuration configuration;
    try {
      configuration = Configuration.read(sources, ClientNames.ALL);
    } catch (ConfigurationException mistakes) {
      LogOutput log = LogOutput.to(mistakes.logFile(), mistakes.logsJson());
      for (String problem : mistakes.problems()) {
        remember(problem);
        if (!quiet) {
          log.announce(LogLine.now("ERROR", FirstLine.off(problem, version)));
        }
      }
      return;
    }
    LogOutput log = LogOutput.to(configuration.logFile(), configuration.logsJson());
    String whyOff = configuration.whyOff();
    if (!quiet && !configuration.logLevel().equals("off")) {
      tell(configuration, version, log);
    }
    for (String warning : configuration.warnings()) {
      remember(warning);
    }
    if (!configuration.enabled()) {
      SAID.append("switched off: enabled=false\n");
    } else if (whyOff == null) {
      answer[0] = new Installation(configuration, sources, log, !quiet);
      answer[1] =
          configuration.clientNamed(ClientNames.COPILOT_CLI)
              ? new String[] {ClientNames.PROCESS_BUILDER}
              : new String[0];
      answer[2] = !quiet && configuration.installsAtStartup();
    }
  }

  private static void tell(Configuration configuration, String version, LogOutput log) {
    String whyOff = configuration.whyOff();
    if (whyOff == null) {
      log.announce(LogLine.now("INFO", FirstLine.active(configuration, version)));
    } else {
      String level = configuration.enabled() ? "WARN" : "INFO";
      log.announce(LogLine.now(level, FirstLine.off(whyOff, version)));
    }
    for (String warning : configuration.warnings()) {
      if (whyOff == null || !whyOff.contains(warning)) {
        log.announce(LogLine.now("WARN", warning));
      }
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

  /** The mistakes and warnings of {@link #configure}, or why the agent is inactive. */
  public static String said() {
    return SAID.toString();
  }

  private static void remember(String line) {
    SAID.append(SafeText.line(line)).append('\n');
  }
}
