package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.targets.Quoted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code gateway}: runs until it is stopped, or until its command ends.
 *
 * <p>This class loads on Java 8, to print that the gateway needs Java 11. What needs Java 11 is in
 * {@link RunningGateway}.
 */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "java -jar foundry-identity-agent.jar gateway [--target=URL] [OPTIONS]",
      "         -- COMMAND [ARGS...]",
      "java -jar foundry-identity-agent.jar gateway [--target=URL] [OPTIONS]",
      "         [--export[=FORM]]"
    },
    description = {
      "Listens on 127.0.0.1, adds the token, and forwards each request to one target. Each run has a"
          + " new secret, which its clients must send, unless --secret-file keeps it.",
      "",
      "With a command it runs this command, with environment variables that make the gateway its"
          + " resource and its identity, and ends with it. The command gets this program's input,"
          + " output and signals (not QUIT and USR2), and its exit code is that of the command."
          + " Without a command it prints what a client needs, and runs until you stop it.",
      "",
      "The target and the identity are configured as for the agent: by system properties,"
          + " environment variables or a file."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:it was stopped",
      "1:it cannot run: the port is in use, or this Java is too old",
      "2:the arguments or the configuration are wrong",
      "126:the command cannot be executed",
      "127:the command does not exist",
      "any:that of the command; 128 and the number of the signal that ended it"
    })
final class GatewayCommand implements Callable<Integer> {

  private static final int OLDEST_JAVA = 11;
  private static final String END_OF_OPTIONS = "--";

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description =
          "Which of the configured targets to use. If no target is configured, this is the target.")
  private @Nullable String target;

  @Mixin private ListenArguments listen = new ListenArguments();

  @Option(
      names = "--export",
      arity = "0..1",
      fallbackValue = "shell",
      paramLabel = "FORM",
      description =
          "Print all variables for a program's environment. Forms: shell, json, docker (for"
              + " --env-file), powershell. Default: shell.")
  private @Nullable String export;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "After --: the command to run, and its arguments.")
  private List<String> words = new ArrayList<>();

  GatewayCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    try {
      listen.check();
    } catch (IllegalArgumentException mistake) {
      throw mistake(String.valueOf(mistake.getMessage()));
    }
    ExportForm form = export == null ? null : form(export);
    List<String> command = command();
    PrintWriter err = spec().commandLine().getErr();
    if (JavaVersion.current() < OLDEST_JAVA) {
      say(
          err,
          "the gateway needs Java 11 or later and this is Java "
              + System.getProperty("java.specification.version"));
      return ExitCode.SOFTWARE;
    }
    GatewayTarget asked;
    try {
      asked = GatewayTarget.of(target, warning -> say(err, warning), parts.clientNames());
    } catch (ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> say(err, problem));
      return ExitCode.USAGE;
    } catch (IllegalArgumentException mistake) {
      say(err, String.valueOf(mistake.getMessage()));
      return ExitCode.USAGE;
    }
    try {
      RunningGateway gateway = new RunningGateway(parts, asked, listen, err);
      return command.isEmpty() ? gateway.serve(announcement(form)) : gateway.serve(command);
    } catch (NoClassDefFoundError noModule) {
      say(err, "this Java lacks a class that the gateway needs: " + noModule.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private Announcement announcement(@Nullable ExportForm form) {
    return new Announcement(spec().commandLine().getOut(), form, listen.secretFile());
  }

  private ExportForm form(String name) {
    try {
      return ExportForm.of(name);
    } catch (IllegalArgumentException unknown) {
      throw mistake(String.valueOf(unknown.getMessage()));
    }
  }

  /** What follows {@code --}; empty if there is none. */
  private List<String> command() {
    List<String> all = spec().commandLine().getParseResult().originalArgs();
    int end = all.indexOf(END_OF_OPTIONS);
    List<String> command = end < 0 ? Collections.emptyList() : all.subList(end + 1, all.size());
    if (words.size() > command.size()) {
      throw mistake(
          "Unmatched argument "
              + Quoted.quote(words.get(0))
              + ": a command and its arguments follow after --");
    }
    if (end >= 0 && command.isEmpty()) {
      throw mistake("No command follows after --.");
    }
    if (export != null && !command.isEmpty()) {
      throw mistake(
          "--export and a command exclude each other: the command gets these variables anyway.");
    }
    return command;
  }

  private ParameterException mistake(String problem) {
    return new ParameterException(spec().commandLine(), problem);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set its own field");
    }
    return spec;
  }

  static void say(PrintWriter err, String line) {
    err.println("foundry-identity: " + SafeText.line(line));
    err.flush();
  }
}
