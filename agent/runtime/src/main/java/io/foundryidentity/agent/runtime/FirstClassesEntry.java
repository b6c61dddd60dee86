package io.foundryidentity.agent.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the isolated classes that load before {@code main} into one entry of the jar; the build
 * runs it. A test of the jar compares the list with what is loaded.
 */
public final class FirstClassesEntry {

  private static final String ROOT = "io.foundryidentity.agent.";

  private static final String[] NAMES = {
    "runtime.AgentRuntime",
    "core.configuration.ConfigurationException",
    "core.configuration.Configuration",
    "core.configuration.ConfigurationSources",
    "core.configuration.ProcessSources",
    "runtime.ToolProgram",
    "runtime.ClientNames",
    "core.configuration.ConfigurationReader",
    "core.configuration.Settings",
    "core.configuration.Key",
    "core.configuration.KeyNames",
    "core.configuration.Lists",
    "core.configuration.Setting",
    "core.targets.ForbiddenTargets",
    "core.configuration.Choices",
    "core.token.Identity",
    "core.configuration.FallbackHost",
    "core.targets.TargetParser",
    "core.targets.Target",
    "core.targets.SignInHost",
    "core.configuration.Rule",
    "runtime.LogOutput",
    "runtime.LogOutput$NanoTime",
    "runtime.FirstLine",
    "runtime.LogLine",
    "core.output.SafeText",
    "core.output.Hidden",
    "core.output.KnownSecrets",
    "core.output.SecretFields",
    "core.output.SecretForms",
    "runtime.UtcTime",
    "runtime.StandardError",
    "runtime.Installation",
  };

  private FirstClassesEntry() {}

  /**
   * Public for the build.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    try (DataOutputStream out = new DataOutputStream(new FileOutputStream(arguments[0]))) {
      for (String name : NAMES) {
        byte[] written = (ROOT + name).getBytes(StandardCharsets.US_ASCII);
        byte[] classFile = classFile((ROOT + name).replace('.', '/') + ".class");
        out.writeShort(written.length);
        out.write(written);
        out.writeInt(classFile.length);
        out.write(classFile);
      }
    }
  }

  private static byte[] classFile(String resource) throws IOException {
    InputStream found = FirstClassesEntry.class.getClassLoader().getResourceAsStream(resource);
    if (found == null) {
      throw new IOException("there is no " + resource);
    }
    try (InputStream in = found) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
      }
      return bytes.toByteArray();
    }
  }
}
