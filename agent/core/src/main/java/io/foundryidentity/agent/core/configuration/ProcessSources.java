package io.foundryidentity.agent.core.configuration;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;

/** The sources that this JVM was started with. */
final class ProcessSources implements ConfigurationSources {

  private final String arguments;

  ProcessSources(String arguments) {
    this.arguments = arguments;
  }

  @Override
  public String arguments() {
    return arguments;
  }

  @Override
  public Properties systemProperties() {
    return System.getProperties();
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
