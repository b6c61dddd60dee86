package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.output.SafeText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code list}: the JVMs of this user, and which of them have the agent.
 *
 * <p>It does not disturb them: it asks only JVMs that have been attached to before, and so listen
 * already. For the others it reads the command line.
 */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the JVMs of this user, and which of them have the agent.",
      "",
      "AGENT is 'active' or 'inactive' if that JVM was asked, which needs an earlier attach; 'flag'"
          + " if its command line has -javaagent with this agent; '-' if there is no agent; '?' if"
          + " it did not answer."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:the list was shown",
      "1:the JVMs cannot be listed",
      "2:the arguments are wrong"
    })
final class ListCommand implements Callable<Integer> {

  private static final int LONGEST_PROGRAM = 300;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec self = AttachedCommands.set(spec);
    PrintWriter out = self.commandLine().getOut();
    try {
      String format = "%-8s%-10s%s%n";
      out.printf(Locale.ROOT, format, "PID", "AGENT", "PROGRAM");
      for (ListedJvm jvm : RunningJvms.list()) {
        if (!AttachedCommands.isPid(jvm.pid)) {
          continue;
        }
        ProcFolder process = new ProcFolder(jvm.pid);
        if (!process.isThisOne()) {
          String program = SafeText.line(jvm.program, LONGEST_PROGRAM);
          out.printf(Locale.ROOT, format, jvm.pid, agent(jvm.pid, process), program);
        }
      }
      out.flush();
      return ExitCode.OK;
    } catch (RefusedException refused) {
      GatewayCommand.say(self.commandLine().getErr(), String.valueOf(refused.getMessage()));
      return ExitCode.SOFTWARE;
    }
  }

  /** Any process may have a property of that name, with any value. */
  static String shown(String mark) {
    return mark.equals("active") || mark.equals("inactive") ? mark : "?";
  }

  /** What the column AGENT shows. */
  static String agent(String pid, ProcFolder process) {
    if (process.hasSocket()) {
      try (AttachedJvm machine = RunningJvms.access().attach(pid)) {
        String mark = machine.systemProperties().getProperty(Conversation.MARK);
        return mark == null ? "-" : shown(mark);
      } catch (RefusedException busy) {
        return "?";
      }
    }
    return process.hasFlag() ? "flag" : "-";
  }
}
