package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code doctor}: writes one file with everything that a bug report needs. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one text file for a bug report: versions, configuration, the names of environment"
          + " variables, proxies, the result of check, and the state of the agent in a JVM. Run it"
          + " where the application runs: in the same container, as the same user, with the same"
          + " environment.",
      "",
      "The file has no token, key or password. It has host names, client ids and tenant ids; read"
          + " it before you send it."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:the file was written, whatever is in it",
      "1:the file cannot be written, or exists already",
      "2:the arguments are wrong"
    })
final class DoctorCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PID",
      description = "A JVM with the agent; the command list shows it.")
  private @Nullable String pid;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "The file to write; - for standard output. Default: foundry-identity-doctor-TIME.txt.")
  private @Nullable String output;

  @Option(
      names = "--no-check",
      description = "Do not run check, which asks for a token and makes a request to each target.")
  private boolean withoutCheck;

  @Option(
      names = "--agent-arguments",
      paramLabel = "ARGUMENTS",
      description =
          "The agent's arguments, as after -javaagent:foundry-identity-agent.jar=. Default: those"
              + " of the JVM with that PID, or of JAVA_TOOL_OPTIONS.")
  private @Nullable String agentArguments;

  @Mixin private final JarOption jar = new JarOption();

  DoctorCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() {
    CommandSpec self = AttachedCommands.set(spec);
    PrintWriter out = self.commandLine().getOut();
    PrintWriter err = self.commandLine().getErr();
    String process = pid;
    if (process != null) {
      AttachedCommands.requirePid(self, process);
    }
    Instant now = Instant.now();
    if (!withoutCheck) {
      GatewayCommand.say(err, "running check; this can take a minute");
    }
    DoctorReport report = report(process);
    if (STANDARD_OUTPUT.equals(output)) {
      out.print(report);
      out.flush();
      return ExitCode.OK;
    }
    try {
      out.println("wrote " + DoctorFile.write(output, now, report.toString()));
      out.println("It has: " + String.join(", ", report.sections()));
      out.println(
          "It has no token, key or password. It has host names, client ids and tenant ids: read it"
              + " before you send it.");
      out.flush();
      return ExitCode.OK;
    } catch (RefusedException refused) {
      GatewayCommand.say(err, String.valueOf(refused.getMessage()));
      return ExitCode.SOFTWARE;
    }
  }

  private DoctorReport report(@Nullable String process) {
    DoctorReport report = new DoctorReport();
    DoctorFacts facts = new DoctorFacts(report, System.getenv());
    String arguments = arguments(process);
    report.line("foundry-identity-agent doctor");
    report.section(
        "versions of this command",
        () -> {
          report.entry("agent", parts.version());
          facts.java(System.getProperties());
        });
    report.section("platform", facts::platform);
    report.section("clock", facts::clock);
    report.section("configuration", () -> facts.configuration(arguments, parts.clientNames()));
    report.section("environment variables", facts::environment);
    if (!withoutCheck) {
      report.section("check", () -> check(report, arguments));
    }
    if (process == null) {
      report.section("JVMs of this user", () -> list(report));
    } else {
      report.section("the agent in process " + process, () -> status(report, facts, process));
    }
    return report;
  }

  private String arguments(@Nullable String process) {
    if (agentArguments != null) {
      return agentArguments;
    }
    String started =
        process == null ? "" : StartedAgent.arguments(new ProcFolder(process).options());
    return started.isEmpty() ? StartedAgent.arguments() : started;
  }

  private void check(DoctorReport report, String arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] line = {"check", "--json", "--agent-arguments=" + arguments};
    int exit = Commands.run(line, parts, new PrintWriter(out, true), new PrintWriter(err, true));
    report.entry("exit code", exit);
    for (String mistake : err.toString().split("\\R", -1)) {
      if (!mistake.isEmpty()) {
        report.line(mistake);
      }
    }
    Map<String, @Nullable Object> result = Json.object(out.toString());
    result.remove("configuration");
    report.tree(result);
  }

  private void list(DoctorReport report) throws RefusedException {
    for (ListedJvm jvm : RunningJvms.list()) {
      ProcFolder process = new ProcFolder(jvm.pid);
      if (!process.isThisOne()) {
        report.line(jvm.pid + "  " + ListCommand.agent(jvm.pid, process) + "  " + jvm.program);
      }
    }
    report.line("To add the state of one of them: doctor PID");
  }

  private void status(DoctorReport report, DoctorFacts facts, String process)
      throws RefusedException {
    try (Conversation conversation = Conversation.with(process, jar.path(parts))) {
      facts.java(conversation.properties());
      String mark = conversation.mark();
      report.entry("agent", mark == null ? "none" : ListCommand.shown(mark));
      if (mark == null) {
        return;
      }
      Conversation.Answer answer = conversation.ask("json");
      report.entry("agent's version", answer.version);
      Map<String, @Nullable Object> status = Json.object(answer.text);
      if (status.isEmpty()) {
        for (String line : answer.text.split("\n", -1)) {
          report.line(line);
        }
      }
      report.tree(status);
    }
  }
}
