package io.foundryidentity.agent.core.platform;

import java.util.Properties;

/** A Java's feature release: 8, 11, 17. */
public final class JavaVersion {

  private static final String PROPERTY = "java.specification.version";

  private JavaVersion() {}

  /** Of this JVM. */
  public static int current() {
    return of(System.getProperties());
  }

  /**
   * Of the JVM that has these system properties; 8 for a {@code java.specification.version} of 1.8.
   */
  public static int of(Properties properties) {
    String version = properties.getProperty(PROPERTY, "1.8");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
