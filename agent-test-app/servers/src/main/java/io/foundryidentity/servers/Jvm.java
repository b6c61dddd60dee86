package io.foundryidentity.servers;

import java.nio.file.Files;
import java.nio.file.Path;

/** An installed Java and its feature release: 8 or 17. */
record Jvm(Path home, int feature) {

  /** The one that runs this program. */
  static Jvm current() {
    return new Jvm(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** A Java 8, which has the classes of the JDK in this file; later ones do not. */
  static Jvm at(Path home) {
    if (!Files.exists(home.resolve("lib/rt.jar"))
        && !Files.exists(home.resolve("jre/lib/rt.jar"))) {
      throw new IllegalArgumentException("Not a Java 8: " + home);
    }
    return new Jvm(home, 8);
  }

  String executable() {
    return home.resolve("bin/java").toString();
  }
}
