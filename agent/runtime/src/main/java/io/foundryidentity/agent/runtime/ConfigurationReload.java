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
 * Takes up what changes in the configuration file while the JVM runs.
 *
 * <p>Looks every five seconds, at the content: times of files are coarse, and a mounted file
 * changes by a link that leads elsewhere. What is wrong with a new content is told once, and what
 * held before holds on.
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
   * Begins to look, where a file is named.
   *
   * @param use takes each configuration that follows the one of the start
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
      LOG.warn("the configuration file could not be looked at", unforeseen);
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
    LOG.info("{} has changed: active for {}", file, changed.targets());
    changed.warnings().forEach(LOG::warn);
    List<String> later = atStart.keysForNextStart(changed);
    if (!later.isEmpty()) {
      LOG.warn("{} has changed: {} will count from the next start on", file, later);
    }
  }

  private void tell(String problem) {
    if (!problem.equals(told)) {
      told = problem;
      LOG.error("what held before holds on, as the configuration file is broken: {}", problem);
    }
  }

  /** The sources with a content of the file that was read already. */
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
