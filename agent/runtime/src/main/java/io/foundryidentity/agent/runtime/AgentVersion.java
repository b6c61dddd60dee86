package io.foundryidentity.agent.runtime;

import java.io.File;
import java.security.CodeSource;
import java.util.jar.JarFile;

/** Reads the agent's version from its jar. */
final class AgentVersion {

  private static final String PREMAIN = "io.foundryidentity.agent.premain.FoundryIdentityAgent";

  private AgentVersion() {}

  static String ofThisJvm() {
    try {
      CodeSource source =
          ClassLoader.getSystemClassLoader()
              .loadClass(PREMAIN)
              .getProtectionDomain()
              .getCodeSource();
      try (JarFile jar = new JarFile(new File(source.getLocation().toURI()), false)) {
        return String.valueOf(
            jar.getManifest().getMainAttributes().getValue("Implementation-Version"));
      }
    } catch (Exception unknown) {
      return "unknown";
    }
  }
}
