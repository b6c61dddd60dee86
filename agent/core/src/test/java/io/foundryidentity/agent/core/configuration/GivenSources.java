package io.foundryidentity.agent.core.configuration;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The sources of one test; files are read from the disk as in a real JVM. */
final class GivenSources implements ConfigurationSources {

  private String arguments = "";
  private final Properties systemProperties = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  static GivenSources arguments(String arguments) {
    GivenSources sources = new GivenSources();
    sources.arguments = arguments;
    return sources;
  }

  GivenSources property(String name, String value) {
    systemProperties.setProperty(name, value);
    return this;
  }

  GivenSources variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Configuration read() {
    try {
      return Configuration.read(
          this, "http-url-connection", "java-http-client", "okhttp", "other", "x");
    } catch (ConfigurationException mistakes) {
      throw new AssertionError(mistakes.problems().toString(), mistakes);
    }
  }

  List<String> problems() {
    try {
      Configuration.read(this, "http-url-connection", "java-http-client", "okhttp", "other", "x");
    } catch (ConfigurationException mistakes) {
      return mistakes.problems();
    }
    throw new AssertionError("the configuration is taken for right");
  }

  @Override
  public String arguments() {
    return arguments;
  }

  @Override
  public Properties systemProperties() {
    return systemProperties;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public Properties file(String path) throws IOException {
    return new ConfigurationFile().read(path);
  }
}
