package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.target.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The settings that hold for the whole JVM, read with their defaults.
 *
 * <p>Those of a few values as they are written: {@link Configuration} makes the enums of them,
 * where somebody asks, which is never before {@code main}.
 */
final class Choices {

  static final String AT_STARTUP = "startup";

  private static final long THIRTY_SECONDS = 30_000;

  /** What is taken out of a signed request unless it is kept. */
  private static final String[] KEY_HEADERS = {"api-key", "x-api-key", "ocp-apim-subscription-key"};

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
  final @Nullable String configFile;
  final @Nullable Properties fileContent;

  private final Settings settings;
  private final List<String> problems;

  /**
   * @param problems what is wrong is added to it
   * @param knownClients the names that {@code clients} may hold
   */
  Choices(Settings settings, List<String> problems, String... knownClients) {
    this.settings = settings;
    this.problems = problems;
    enabled = oneOf("enabled", "true", "false").equals("true");
    dryRun = oneOf("dry-run", "false", "true").equals("true");
    failsWithoutToken = oneOf("on-failure", "pass", "fail").equals("fail");
    keepsBearers = oneOf("existing-bearer", "replace", "keep").equals("keep");
    prefetch = oneOf("prefetch", "first-hit", AT_STARTUP, "never");
    tokenWaitMillis = duration("token-wait", THIRTY_SECONDS);
    clients = list("clients");
    refuseUnknownClients(knownClients);
    keepHeaders = list("keep-headers");
    refuseOthers(keepHeaders, KEY_HEADERS);
    logLevel = oneOf("log-level", "info", "trace", "debug", "warn", "error", "off");
    logFile = path("log-file");
    configFile = path("config-file");
    fileContent = settings.fileContent();
  }

  private @Nullable String path(String key) {
    Setting setting = settings.get(key);
    return setting == null ? null : setting.value;
  }

  private void refuseUnknownClients(String... known) {
    Setting setting = settings.get("clients");
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

  /** The first is the default. */
  private String oneOf(String key, String... values) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return values[0];
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
    return values[0];
  }

  private List<String> list(String key) {
    Setting setting = settings.get(key);
    List<String> values = new ArrayList<>();
    if (setting != null) {
      for (String value : Lists.split(setting.value)) {
        values.add(Lists.lower(value));
      }
    }
    return values;
  }

  private void refuseOthers(List<String> headers, String... known) {
    for (String header : headers) {
      Setting setting = settings.get("keep-headers");
      if (setting != null && !Lists.contains(known, header)) {
        problems.add(
            setting.described()
                + " holds what is not a key header; the nearest is "
                + Nearest.of(header, known));
      }
    }
  }

  /** {@code 500ms}, {@code 30s} or {@code 2m}; at most ten minutes. */
  private long duration(String key, long byDefault) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return byDefault;
    }
    String text = Lists.lower(setting.value);
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    String unit = text.substring(digits);
    long factor = unit.equals("ms") ? 1 : unit.equals("s") ? 1000 : unit.equals("m") ? 60_000 : 0;
    if (digits == 0 || digits > 9 || factor == 0) {
      problems.add(
          setting.described() + " is not a duration such as 500ms, 30s or 2m; the default is 30s");
      return byDefault;
    }
    long millis = Long.parseLong(text.substring(0, digits)) * factor;
    if (millis > TEN_MINUTES) {
      problems.add(setting.described() + " is longer than a request should wait; at most 10m");
      return byDefault;
    }
    return millis;
  }
}
