package io.foundryidentity.agent.core.platform;

import java.util.Properties;

/** The feature release of a Java, for example 8, 11 or 17. */
public final class JavaVersion {

  private static final String PROPERTY = "java.specification.version";

  private JavaVersion() {}

  /** The release of this JVM. */
  public static int current() {
    return of(System.getProperties());
  }

  /**
   * The release of the JVM with these system properties; 8 for a {@code java.specification.version}
   * of 1.8, and for one that is not a version.
   */
  public static int of(Properties properties) {
    String version = properties.getProperty(PROPERTY, "1.8");
    try {
      return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    } catch (NumberFormatException malformed) {
      return 8;
    }
  }
}
