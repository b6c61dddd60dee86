package io.foundryidentity.agent.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
    List<String> names = new ArrayList<>();
    for (String name : NAMES) {
      names.add(ROOT + name);
    }
    ClassesEntry.write(names, arguments[0]);
  }
}
