package io.foundryidentity.agent.core.configuration;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The sources that this JVM was started with. The system properties are copied at the start, so
 * that code that sets one later cannot change where tokens go.
 */
final class ProcessSources implements ConfigurationSources {

  private final String arguments;
  private final Properties properties = (Properties) System.getProperties().clone();
  private @Nullable ConfigurationFile file;

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
    ConfigurationFile known = file;
    if (known == null) {
      known = new ConfigurationFile();
      file = known;
    }
    return known.read(path);
  }
}
