package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import io.foundryidentity.agent.core.token.Scheduler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the configuration file when it changes while the JVM runs.
 *
 * <p>It compares the content every five seconds: file times are not exact, and a mounted file
 * changes when a link gets another target. A mistake in the new content is logged once, and the
 * previous configuration stays active.
 */
final class ConfigurationReload implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReload.class);

  private static final long EVERY_MILLIS = 5_000;

  private final String file;
  private final ConfigurationSources sources;
  private final Configuration atStart;
  private final Consumer<Configuration> use;
  private final Scheduler scheduler;
  private @Nullable Properties seen;
  private @Nullable String told;

  private ConfigurationReload(
      String file,
      ConfigurationSources sources,
      Configuration atStart,
      Consumer<Configuration> use,
      Scheduler scheduler) {
    this.file = file;
    this.sources = sources;
    this.atStart = atStart;
    this.use = use;
    this.scheduler = scheduler;
    this.seen = atStart.fileContent();
  }

  /**
   * Starts to look for changes, if the configuration has a file.
   *
   * @param use gets each new configuration
   */
  static void start(
      ConfigurationSources sources,
      Configuration atStart,
      Consumer<Configuration> use,
      Scheduler scheduler) {
    String file = atStart.configFile();
    if (file != null) {
      scheduler.execute(new ConfigurationReload(file, sources, atStart, use, scheduler));
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // nothing leaves this method
  public void run() {
    try {
      look();
    } catch (RuntimeException unforeseen) {
      LOG.warn("the configuration file could not be read", unforeseen);
    } finally {
      scheduler.schedule(this, EVERY_MILLIS);
    }
  }

  private void look() {
    Properties now;
    try {
      now = sources.file(file);
    } catch (IOException refused) {
      tell(file + " is not used: " + refused.getMessage());
      return;
    }
    if (!now.equals(seen)) {
      seen = now;
      takeUp(now);
    }
  }

  private void takeUp(Properties content) {
    Configuration changed;
    try {
      changed = Configuration.read(new WithFile(sources, content), ClientNames.ALL);
    } catch (ConfigurationException mistakes) {
      tell(String.join("; ", mistakes.problems()));
      return;
    }
    told = null;
    use.accept(changed);
    if (changed.enabled()) {
      LOG.info("{} has changed: active for {}", file, changed.targets());
    } else {
      LOG.warn(
          "{} has changed: switched off by enabled=false, so requests are sent as the application"
              + " wrote them",
          file);
    }
    changed.warnings().forEach(LOG::warn);
    List<String> later = atStart.keysForNextStart(changed);
    if (!later.isEmpty()) {
      LOG.warn("{} has changed: {} will count from the next start of the JVM", file, later);
    }
  }

  private void tell(String problem) {
    if (!problem.equals(told)) {
      told = problem;
      LOG.error(
          "the configuration file is invalid; the previous configuration stays active: {}",
          problem);
    }
  }

  /** The sources, with the file's content that has been read already. */
  private static final class WithFile implements ConfigurationSources {

    private final ConfigurationSources others;
    private final Properties content;

    WithFile(ConfigurationSources others, Properties content) {
      this.others = others;
      this.content = content;
    }

    @Override
    public String arguments() {
      return others.arguments();
    }

    @Override
    public Properties systemProperties() {
      return others.systemProperties();
    }

    @Override
    public Map<String, String> environment() {
      return others.environment();
    }

    @Override
    public Properties file(String path) {
      return content;
    }
  }
}
