package io.foundryidentity.agent.core.configuration;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;

/** Everything that a configuration can come from; injected, so that tests need no environment. */
public interface ConfigurationSources {

  /** What follows the equals sign of {@code -javaagent:jar=}; empty where there is none. */
  String arguments();

  Properties systemProperties();

  Map<String, String> environment();

  /**
   * Reads the file that {@code config-file} names.
   *
   * @throws IOException with a message for the operator where it cannot be read or trusted
   */
  Properties file(String path) throws IOException;
}
