package io.foundryidentity.agent.command;

import java.io.File;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code completion}: a script for bash and zsh. As no shell completes what stands behind {@code
 * java -jar}, it also defines a short name for that.
 */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script for bash and zsh. It defines the command foundry-identity, which runs this"
          + " jar, and completes its commands and options with the Tab key.",
      "",
      "In bash: source <(java -jar foundry-identity-agent.jar completion)"
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {"0:the script was printed", "2:the arguments are wrong"})
final class CompletionCommand implements Callable<Integer> {

  private static final String NAME = "foundry-identity";

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() {
    CommandSpec self = AttachedCommands.set(spec);
    CommandLine root = self.root().commandLine();
    PrintWriter out = self.commandLine().getOut();
    String jar = new File(parts.jar()).getAbsolutePath();
    out.println(AutoComplete.bash(NAME, root));
    out.println(NAME + "() { java -jar " + ShellWord.quoted(jar) + " \"$@\"; }");
    out.flush();
    return ExitCode.OK;
  }
}
