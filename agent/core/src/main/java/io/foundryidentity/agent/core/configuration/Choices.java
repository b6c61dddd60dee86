package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The settings for the whole JVM, with their defaults.
 *
 * <p>Settings with a few possible values stay text: {@link Configuration} makes enums of them on
 * request, which is never before {@code main}.
 */
final class Choices {

  static final String AT_STARTUP = "startup";

  private static final long TEN_MINUTES = 600_000;

  final boolean enabled;
  final boolean dryRun;
  final boolean failsWithoutToken;
  final boolean keepsBearers;
  final String prefetch;
  final long tokenWaitMillis;
  final List<String> clients;
  final List<String> keepHeaders;
  final String logLevel;
  final @Nullable String logFile;
  final @Nullable ListenAddress healthPort;
  final @Nullable String statusFile;

  /** Whether readiness is shown to a probe, and no other time for the first token is set. */
  final boolean prefetchesForProbes;

  final boolean logsJson;
  final @Nullable String configFile;
  final @Nullable Properties fileContent;

  private final Settings settings;
  private final List<String> problems;

  /**
   * @param problems gets the mistakes
   * @param knownClients the names that {@code clients} accepts
   */
  Choices(Settings settings, List<String> problems, String... knownClients) {
    this.settings = settings;
    this.problems = problems;
    enabled = oneOf(Key.ENABLED, "true", "false").equals("true");
    dryRun = oneOf(Key.DRY_RUN, "false", "true").equals("true");
    failsWithoutToken = oneOf(Key.ON_FAILURE, "pass", "fail").equals("fail");
    keepsBearers = oneOf(Key.EXISTING_BEARER, "replace", "keep").equals("keep");
    prefetch = oneOf(Key.PREFETCH, "first-hit", AT_STARTUP, "never");
    tokenWaitMillis = duration(Key.TOKEN_WAIT);
    clients = list(Key.CLIENTS);
    refuseUnknownClients(knownClients);
    keepHeaders = list(Key.KEEP_HEADERS);
    refuseOthers(keepHeaders);
    logLevel = logLevel();
    logFile = path(Key.LOG_FILE);
    healthPort = listenAddress(Key.HEALTH_PORT);
    statusFile = path(Key.STATUS_FILE);
    prefetchesForProbes =
        (healthPort != null || statusFile != null) && settings.get(Key.PREFETCH) == null;
    logsJson = oneOf(Key.LOG_FORMAT, "text", "json").equals("json");
    configFile = path(Key.CONFIG_FILE);
    fileContent = settings.fileContent();
  }

  /** Null if nobody has switched the agent off. */
  @Nullable String switchedOff() {
    Setting setting = enabled ? null : settings.get(Key.ENABLED);
    return setting == null ? null : "enabled=false (" + setting.source + ")";
  }

  /** Where the settings other than {@code hosts} are from; empty if all have their defaults. */
  String otherSources() {
    return settings.otherSources();
  }

  private @Nullable String path(Key key) {
    Setting setting = settings.get(key);
    return setting == null ? null : setting.value;
  }

  private @Nullable ListenAddress listenAddress(Key key) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return null;
    }
    ListenAddress address = ListenAddress.of(setting.value);
    if (address == null) {
      problems.add(
          setting.described()
              + " is not a port from 1 to 65535 such as 8123, or an IP address and a port such as"
              + " 0.0.0.0:8123 or [::1]:8123");
    }
    return address;
  }

  private void refuseUnknownClients(String... known) {
    Setting setting = settings.get(Key.CLIENTS);
    for (String client : clients) {
      String name = client.startsWith("-") ? client.substring(1) : client;
      if (setting != null && !name.equals("all") && !Lists.contains(known, name)) {
        problems.add(
            setting.described()
                + ": "
                + Quoted.quote(name)
                + " is not one of all, "
                + Lists.join(known)
                + "; the nearest is "
                + Nearest.of(name, known));
      }
    }
  }

  private String logLevel() {
    Setting setting = settings.get(Key.LOG_LEVEL);
    // As java.util.logging calls it
    return setting != null && Lists.lower(setting.value).equals("warning")
        ? "warn"
        : oneOf(Key.LOG_LEVEL, "info", "trace", "debug", "warn", "error", "off");
  }

  private String oneOf(Key key, String... values) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return key.byDefault;
    }
    String written = Lists.lower(setting.value);
    for (String value : values) {
      if (value.equals(written)) {
        return value;
      }
    }
    problems.add(
        setting.described()
            + " is not one of "
            + Lists.join(values)
            + "; the nearest is "
            + Nearest.of(written, values));
    return key.byDefault;
  }

  private List<String> list(Key key) {
    Setting setting = settings.get(key);
    List<String> values = new ArrayList<>();
    for (String value : Lists.split(setting == null ? key.byDefault : setting.value)) {
      values.add(Lists.lower(value));
    }
    return values;
  }

  private void refuseOthers(List<String> headers) {
    for (String header : headers) {
      Setting setting = settings.get(Key.KEEP_HEADERS);
      if (setting != null && !KeyHeaders.all().contains(header)) {
        problems.add(
            setting.described()
                + " contains a name that is not a key header; the nearest is "
                + Nearest.of(header, KeyHeaders.all().toArray(new String[0])));
      }
    }
  }

  private long duration(Key key) {
    long byDefault = millis(key.byDefault);
    Setting setting = settings.get(key);
    long millis = setting == null ? byDefault : millis(setting.value);
    if (setting != null && millis < 0) {
      problems.add(
          setting.described()
              + " is not a duration such as 500ms, 30s or 2m; the default is "
              + key.byDefault);
      return byDefault;
    }
    if (setting != null && millis > TEN_MINUTES) {
      problems.add(setting.described() + " is too long; the maximum is 10m");
      return byDefault;
    }
    return millis;
  }

  /** Reads {@code 500ms}, {@code 30s} or {@code 2m}; -1 for anything else. */
  private static long millis(String written) {
    String text = Lists.lower(written);
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    String unit = text.substring(digits);
    long factor = unit.equals("ms") ? 1 : unit.equals("s") ? 1000 : unit.equals("m") ? 60_000 : 0;
    return digits == 0 || digits > 9 || factor == 0
        ? -1
        : Long.parseLong(text.substring(0, digits)) * factor;
  }
}
