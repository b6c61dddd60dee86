package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.output.SafeText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What {@code java -jar} does: finds the command and runs it.
 *
 * <p>Each command is a class in this package, listed in {@link #all}. Its exit code is 0 for
 * success, 1 for a failure, and 2 for wrong arguments or a wrong configuration; {@code check} has a
 * few more.
 */
public final class Commands {

  static final String EXIT_CODES = "%nExit codes:%n";

  private Commands() {}

  /**
   * Public for the runtime.
   *
   * @return the exit code
   */
  public static int run(String[] arguments, AgentParts parts, PrintWriter out, PrintWriter err) {
    return new CommandLine(all(parts))
        .setOut(out)
        .setErr(err)
        // A command after -- may have such an argument, as npx @scope/package does.
        .setExpandAtFiles(false)
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setExecutionStrategy(Commands::execute)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              GatewayCommand.say(command.getErr(), String.valueOf(failure));
              return ExitCode.SOFTWARE;
            })
        .setParameterExceptionHandler((mistake, given) -> refuse(mistake))
        .execute(arguments);
  }

  /** All commands with their options. */
  static CommandSpec all(AgentParts parts) {
    CommandSpec root = spec(new Root(), parts);
    root.addSubcommand("check", spec(new CheckCommand(parts), parts));
    root.addSubcommand("gateway", spec(new GatewayCommand(parts), parts));
    root.addSubcommand("list", spec(new ListCommand(), parts));
    root.addSubcommand("attach", spec(new AttachCommand(parts), parts));
    root.addSubcommand("status", spec(new StatusCommand(parts), parts));
    root.addSubcommand("doctor", spec(new DoctorCommand(parts), parts));
    root.addSubcommand("completion", spec(new CompletionCommand(parts), parts));
    root.addSubcommand("version", spec(new VersionCommand(), parts));
    root.addSubcommand("help", spec(new HelpCommand(), parts));
    return root;
  }

  /** As picocli does, but the message quotes what was typed. */
  private static int refuse(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(SafeText.line(mistake.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
      fit(command);
      command.usage(err);
    }
    return ExitCode.USAGE;
  }

  private static CommandSpec spec(Object command, AgentParts parts) {
    return CommandSpec.forAnnotatedObject(command)
        .version("foundry-identity-agent " + parts.version());
  }

  private static int execute(CommandLine.ParseResult parsed) {
    if (!parsed.hasSubcommand()
        && !parsed.isUsageHelpRequested()
        && !parsed.isVersionHelpRequested()) {
      throw new ParameterException(parsed.commandSpec().commandLine(), "No command is given.");
    }
    if (asksForHelp(parsed)) {
      fit(parsed.commandSpec().commandLine());
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Wraps help to the width of the terminal. */
  private static void fit(CommandLine command) {
    command.setUsageHelpWidth(TerminalWidth.ofProcess(System.getenv()));
  }

  private static boolean asksForHelp(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.isUsageHelpRequested() || last.commandSpec().userObject() instanceof HelpCommand;
  }

  /** Without a command. */
  @Command(
      name = "java -jar foundry-identity-agent.jar",
      mixinStandardHelpOptions = true,
      description = "Commands to check, watch and attach the agent.",
      exitCodeListHeading = EXIT_CODES,
      exitCodeList = {
        "0:success",
        "1:the command failed",
        "2:the arguments or the configuration are wrong",
        "3 and up:see the help of the command"
      },
      footer = {
        "",
        "Help for one command: java -jar foundry-identity-agent.jar help COMMAND",
        "As an agent: java -javaagent:foundry-identity-agent.jar=hosts=HOST ..."
      })
  private static final class Root implements Runnable {

    @Override
    public void run() {}
  }
}
