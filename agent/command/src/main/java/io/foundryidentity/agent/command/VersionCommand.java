package io.foundryidentity.agent.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: the same as {@code --version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version of this jar.")
final class VersionCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec self = AttachedCommands.set(spec);
    self.commandLine().printVersionHelp(self.commandLine().getOut());
    return ExitCode.OK;
  }
}
