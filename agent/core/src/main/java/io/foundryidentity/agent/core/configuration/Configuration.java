package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.targets.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The operator's configuration, checked; immutable. */
public final class Configuration {

  /**
   * The path at which a gateway gives its clients its secret. It is no identity endpoint for an
   * agent or for another gateway: what comes back is no token of Entra ID.
   */
  public static final String GATEWAY_IDENTITY_PATH = "/foundry-gateway/msi/token";

  private final List<Rule> rules;
  private final List<String> warnings;
  private final @Nullable String whyOff;
  private final Choices choices;

  /**
   * @param whyOff why the agent does nothing, or null
   */
  Configuration(List<Rule> rules, Choices choices, List<String> warnings, @Nullable String whyOff) {
    this.rules = Collections.unmodifiableList(rules);
    this.choices = choices;
    List<String> safe = new ArrayList<>();
    for (String warning : warnings) {
      safe.add(SafeText.line(warning));
    }
    this.warnings = Collections.unmodifiableList(safe);
    this.whyOff = whyOff == null ? null : SafeText.line(whyOff);
  }

  /**
   * Reads what this JVM was started with.
   *
   * @param arguments the agent's arguments; may be empty
   * @param clients the names that the key {@code clients} accepts
   */
  public static Configuration read(String arguments, String... clients)
      throws ConfigurationException {
    return read(sources(arguments), clients);
  }

  /** The sources that this JVM was started with; they are read again when the file has changed. */
  public static ConfigurationSources sources(String arguments) {
    return new ProcessSources(arguments);
  }

  /** Reads from the given sources. */
  public static Configuration read(ConfigurationSources sources, String... clients)
      throws ConfigurationException {
    return new ConfigurationReader(sources, clients).read();
  }

  /** The rules that have hosts; empty if no host is configured. */
  public List<Rule> rules() {
    return rules;
  }

  public boolean hasTargets() {
    return !rules.isEmpty();
  }

  /** The targets of all rules. */
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (Rule rule : rules) {
      targets.addAll(rule.targets());
    }
    return targets;
  }

  /** Warnings for the operator, which do not stop the agent; one line each. */
  public List<String> warnings() {
    return warnings;
  }

  /** Why the agent does nothing with this configuration, on one line; null if it is active. */
  public @Nullable String whyOff() {
    return whyOff;
  }

  /** Where the settings other than {@code hosts} are from; empty if all have their defaults. */
  public String otherSources() {
    return choices.otherSources();
  }

  public boolean enabled() {
    return choices.enabled;
  }

  public boolean dryRun() {
    return choices.dryRun;
  }

  public OnFailure onFailure() {
    return choices.failsWithoutToken ? OnFailure.FAIL : OnFailure.PASS;
  }

  public ExistingBearer existingBearer() {
    return choices.keepsBearers ? ExistingBearer.KEEP : ExistingBearer.REPLACE;
  }

  public Prefetch prefetch() {
    return prefetchesAtStartup()
        ? Prefetch.STARTUP
        : choices.prefetch.equals("never") ? Prefetch.NEVER : Prefetch.FIRST_HIT;
  }

  /** Called before {@code main}: it does not load the enum that {@link #prefetch} returns. */
  public boolean prefetchesAtStartup() {
    return choices.prefetch.equals(Choices.AT_STARTUP) || choices.prefetchesForProbes;
  }

  /** Whether the agent is installed before a client is seen; called before {@code main}. */
  public boolean installsAtStartup() {
    return prefetchesAtStartup() || choices.healthPort != null || choices.statusFile != null;
  }

  /** The longest that a request waits for a first token, in milliseconds. */
  public long tokenWaitMillis() {
    return choices.tokenWaitMillis;
  }

  /** Key headers that stay in place, in lower case. */
  public List<String> keepHeaders() {
    return choices.keepHeaders;
  }

  /** {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error} or {@code off}. */
  public String logLevel() {
    return choices.logLevel;
  }

  /** Null for standard error. */
  public @Nullable String logFile() {
    return choices.logFile;
  }

  /** Where the agent answers probes; null if it does not. */
  public @Nullable ListenAddress healthPort() {
    return choices.healthPort;
  }

  /** The path of the file with the agent's status; null if there is none. */
  public @Nullable String statusFile() {
    return choices.statusFile;
  }

  /** Whether each line of the log is a JSON object. */
  public boolean logsJson() {
    return choices.logsJson;
  }

  /** The path of the configuration file; null if there is none. */
  public @Nullable String configFile() {
    return choices.configFile;
  }

  /** That file's content; not to be modified. */
  public @Nullable Properties fileContent() {
    return choices.fileContent;
  }

  /** Keys that are read only at the JVM's start, and that have another value in {@code later}. */
  public List<String> keysForNextStart(Configuration later) {
    List<String> keys = new ArrayList<>();
    if (!choices.clients.equals(later.choices.clients)) {
      keys.add(Key.CLIENTS.id);
    }
    if (!choices.logLevel.equals(later.choices.logLevel)) {
      keys.add(Key.LOG_LEVEL.id);
    }
    if (!Objects.equals(choices.logFile, later.choices.logFile)) {
      keys.add(Key.LOG_FILE.id);
    }
    if (choices.logsJson != later.choices.logsJson) {
      keys.add(Key.LOG_FORMAT.id);
    }
    if (!choices.prefetch.equals(later.choices.prefetch)) {
      keys.add(Key.PREFETCH.id);
    }
    if (!Objects.equals(choices.healthPort, later.choices.healthPort)) {
      keys.add(Key.HEALTH_PORT.id);
    }
    if (!Objects.equals(choices.statusFile, later.choices.statusFile)) {
      keys.add(Key.STATUS_FILE.id);
    }
    return keys;
  }

  /**
   * Whether the instrumentation of that name is on: {@code -name} switches one off, and naming any
   * without a minus switches the others off.
   */
  public boolean clientEnabled(String name) {
    boolean all = true;
    boolean named = false;
    for (String client : choices.clients) {
      if (client.equals("-" + name)) {
        return false;
      }
      named |= client.equals(name) || client.equals("all");
      all &= client.startsWith("-");
    }
    return all || named;
  }

  /** Whether it is on and listed by its own name, and not only as one of all. */
  public boolean clientNamed(String name) {
    return choices.clients.contains(name) && clientEnabled(name);
  }
}
