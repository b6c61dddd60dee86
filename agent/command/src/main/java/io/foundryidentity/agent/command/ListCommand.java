package io.foundryidentity.agent.command;

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
 * <p>It disturbs none: it asks those alone that listen for questions already, as every JVM does
 * that was attached to, and looks at the command line of the others.
 */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows the JVMs that this user may attach to, and which of them have the agent.")
final class ListCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec self = AttachedCommands.set(spec);
    PrintWriter out = self.commandLine().getOut();
    try {
      AttachApi api = AttachApi.find();
      String format = "%-8s%-10s%s%n";
      out.printf(Locale.ROOT, format, "PID", "AGENT", "PROGRAM");
      for (AttachApi.Listed jvm : api.list()) {
        ProcFolder process = new ProcFolder(jvm.pid);
        if (!process.isThisOne()) {
          out.printf(Locale.ROOT, format, jvm.pid, agent(api, jvm.pid, process), jvm.program());
        }
      }
      out.flush();
      return ExitCode.OK;
    } catch (RefusedException refused) {
      GatewayCommand.say(self.commandLine().getErr(), String.valueOf(refused.getMessage()));
      return ExitCode.SOFTWARE;
    }
  }

  private static String agent(AttachApi api, String pid, ProcFolder process) {
    if (process.hasSocket()) {
      try (AttachApi.Machine machine = api.attach(pid)) {
        String mark = machine.systemProperties().getProperty(Conversation.MARK);
        return mark == null ? "-" : mark;
      } catch (RefusedException busy) {
        return "?";
      }
    }
    return process.hasFlag() ? "flag" : "-";
  }
}
