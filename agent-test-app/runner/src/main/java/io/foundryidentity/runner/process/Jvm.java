package io.foundryidentity.runner.process;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** An installed Java and its feature release: 8, 17, 25. */
public record Jvm(Path home, int feature) {

  /** The Java that runs this program. */
  public static Jvm current() {
    return new Jvm(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** Reads the version from the file {@code release}; some JREs of Java 8 do not have it. */
  public static Jvm at(Path home) throws IOException {
    if (!Files.exists(home.resolve("release"))) {
      return new Jvm(home, 8);
    }
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    String[] parts = version.split("[._+-]", 3);
    return new Jvm(home, Integer.parseInt(parts[0].equals("1") ? parts[1] : parts[0]));
  }

  public String executable() {
    return home.resolve("bin/java").toString();
  }
}
