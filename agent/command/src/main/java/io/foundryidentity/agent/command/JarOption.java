package io.foundryidentity.agent.command;

import java.io.File;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --jar} of the commands that load this jar into another JVM. */
final class JarOption {

  @Option(
      names = "--jar",
      paramLabel = "PATH",
      description =
          "The path of this jar as that JVM sees it, if that is another one (in a container).")
  private @Nullable String jar;

  /** The path for the other JVM; absolute, unless the option gives another one. */
  String path(AgentParts parts) {
    return jar == null ? new File(parts.jar()).getAbsolutePath() : jar;
  }
}
