package io.foundryidentity.agent.runtime;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * The bridge's classes in a temporary jar that is appended to the bootstrap loader's search, for a
 * JVM in which they cannot be defined. The JVM keeps the jar open, so it is deleted when the JVM
 * ends.
 */
final class BridgeJar {

  private BridgeJar() {}

  /**
   * @param classFiles by name with dots
   * @param folder for temporary files
   * @throws IOException if a file cannot be written there; the message names the folder
   */
  static void append(Map<String, byte[]> classFiles, Instrumentation instrumentation, String folder)
      throws IOException {
    Path file;
    try {
      // Only its owner may write it: what stands in it is loaded as a part of the JDK
      file = Files.createTempFile(Paths.get(folder), "foundry-identity-bridge", ".jar");
    } catch (IOException | SecurityException readOnly) {
      throw new IOException(
          "this JVM needs a temporary file for the agent, and none can be created in "
              + folder
              + ": set -Djava.io.tmpdir to a folder that can be written",
          readOnly);
    }
    file.toFile().deleteOnExit();
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : classFiles.entrySet()) {
        jar.putNextEntry(new JarEntry(each.getKey().replace('.', '/') + ".class"));
        jar.write(each.getValue());
        jar.closeEntry();
      }
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      instrumentation.appendToBootstrapClassLoaderSearch(jar);
    }
  }
}
