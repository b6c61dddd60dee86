package io.foundryidentity.agent.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach}: loads the agent into a running JVM, and prints whether it has started. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = {
      "Loads the agent into a running JVM of the same user. From then on the agent authorizes its"
          + " requests; requests in flight are not disturbed. The agent stays until that JVM ends."
          + " For the next start use -javaagent."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:the agent is active in that JVM",
      "1:the attach failed, or that JVM has the agent already",
      "2:the arguments or the configuration are wrong, or no host is configured"
    })
final class AttachCommand implements Callable<Integer> {

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "PID",
      description = "The process id; the command list shows it.")
  private String pid = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ARGUMENTS",
      description =
          "The agent's arguments, as after -javaagent:foundry-identity-agent.jar=, for example"
              + " hosts=HOST.")
  private String arguments = "";

  @Mixin private final JarOption jar = new JarOption();

  AttachCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() {
    CommandSpec self = AttachedCommands.set(spec);
    PrintWriter err = self.commandLine().getErr();
    PrintWriter out = self.commandLine().getOut();
    AttachedCommands.requirePid(self, pid);
    try (Conversation conversation = Conversation.with(pid, jar.path(parts))) {
      if (conversation.warns()) {
        GatewayCommand.say(
            err,
            "Java "
                + conversation.javaVersion()
                + " prints a warning on that JVM's standard error when an agent is attached, and a"
                + " later Java will refuse it. To avoid the warning, start that JVM with -javaagent"
                + " or with -XX:+EnableDynamicAgentLoading");
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
        out.println("the agent is active in process " + pid);
        out.println(answer.lines());
        out.flush();
        return ExitCode.OK;
      case "already":
        GatewayCommand.say(
            err,
            "process "
                + pid
                + " has the agent already, version "
                + answer.version
                + "; these arguments are ignored");
        out.println(answer.lines());
        out.flush();
        return ExitCode.SOFTWARE;
      case "inactive":
        for (String line : answer.lines().split("\n", -1)) {
          GatewayCommand.say(err, line);
        }
        GatewayCommand.say(err, "the agent is not active in process " + pid);
        return ExitCode.USAGE;
      default:
        GatewayCommand.say(err, answer.text.trim());
        return ExitCode.SOFTWARE;
    }
  }
}
