package io.foundryidentity.agent.core.configuration;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;

/**
 * The sources that this JVM was started with. Properties are those of the start, so that where
 * tokens go is never up to code that sets one later.
 */
final class ProcessSources implements ConfigurationSources {

  private final String arguments;
  private final Properties properties = (Properties) System.getProperties().clone();

  ProcessSources(String arguments) {
    this.arguments = arguments;
  }

  @Override
  public String arguments() {
    return arguments;
  }

  @Override
  public Properties systemProperties() {
    return properties;
  }

  @Override
  public Map<String, String> environment() {
    return System.getenv();
  }

  @Override
  public Properties file(String path) throws IOException {
    return ConfigurationFile.read(path);
  }
}
