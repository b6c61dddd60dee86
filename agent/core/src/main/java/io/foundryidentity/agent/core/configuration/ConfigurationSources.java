package io.foundryidentity.agent.core.configuration;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;

/** The sources of a configuration; an interface, so that tests need no real environment. */
public interface ConfigurationSources {

  /** The text after the equals sign of {@code -javaagent:jar=}; empty if there is none. */
  String arguments();

  Properties systemProperties();

  Map<String, String> environment();

  /**
   * Reads the file that {@code config-file} names.
   *
   * @throws IOException if it cannot be read or is not trusted; its message is for the operator
   */
  Properties file(String path) throws IOException;
}
