package io.foundryidentity.agent.command;

import java.io.File;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach}: loads the agent into a running JVM, and prints whether it has started. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = {
      "Loads the agent into a running JVM of the same user. Requests are signed from then on; those"
          + " in flight are not disturbed. It stays until that JVM ends, and does not come back by"
          + " itself with the next start: for that there is -javaagent.",
      "",
      "Exit codes: 0, the agent is in; 1, that JVM cannot be attached to, or had the agent before;"
          + " 2, the configuration is wrong or names no host, and the agent stayed out."
    })
final class AttachCommand implements Callable<Integer> {

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PID", description = "the process; 'list' shows which")
  private String pid = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ARGUMENTS",
      description = "as after -javaagent:foundry-identity-agent.jar=, such as hosts=HOST")
  private String arguments = "";

  @Option(
      names = "--jar",
      paramLabel = "PATH",
      description = "where that JVM sees this jar, if it is not the same path (a container)")
  private @Nullable String jar;

  AttachCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() {
    CommandSpec self = AttachedCommands.set(spec);
    PrintWriter err = self.commandLine().getErr();
    PrintWriter out = self.commandLine().getOut();
    AttachedCommands.requirePid(self, pid);
    String path = jar == null ? new File(parts.jar()).getAbsolutePath() : jar;
    try (Conversation conversation = Conversation.with(pid, path)) {
      if (conversation.warns()) {
        GatewayCommand.say(
            err,
            "Java "
                + conversation.javaVersion()
                + " warns, on that JVM's standard error, of agents that come at run time, and a"
                + " later release will refuse them: -XX:+EnableDynamicAgentLoading allows it, and"
                + " -javaagent needs no leave");
      }
      Conversation.Answer answer = conversation.attach(arguments);
      return tell(answer, out, err);
    } catch (RefusedException refused) {
      GatewayCommand.say(err, String.valueOf(refused.getMessage()));
      return ExitCode.SOFTWARE;
    }
  }

  private int tell(Conversation.Answer answer, PrintWriter out, PrintWriter err) {
    switch (answer.standing) {
      case "active":
        out.println("the agent is in process " + pid);
        out.println(answer.lines());
        out.flush();
        return ExitCode.OK;
      case "already":
        GatewayCommand.say(
            err,
            "process "
                + pid
                + " has an agent already, version "
                + answer.version
                + ": these arguments were not taken");
        out.println(answer.lines());
        out.flush();
        return ExitCode.SOFTWARE;
      case "inactive":
        for (String line : answer.lines().split("\n", -1)) {
          GatewayCommand.say(err, line);
        }
        GatewayCommand.say(err, "so the agent stayed out of process " + pid);
        return ExitCode.USAGE;
      default:
        GatewayCommand.say(err, answer.text.trim());
        return ExitCode.SOFTWARE;
    }
  }
}
