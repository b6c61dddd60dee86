package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.targets.Target;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code gateway}: runs until it is stopped.
 *
 * <p>This class loads on Java 8, to print that the gateway needs Java 11. What needs Java 11 is in
 * {@link RunningGateway}.
 */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    description = {
      "Listens on 127.0.0.1, adds the token, and forwards each request to one target. Prints the URL"
          + " and the secret that a client needs; each run has a new secret. Runs until you stop it.",
      "",
      "The target and the identity are configured as for the agent: by system properties,"
          + " environment variables or a file."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:it was stopped",
      "1:it cannot run: the port is in use, or this Java is too old",
      "2:the arguments or the configuration are wrong"
    })
final class GatewayCommand implements Callable<Integer> {

  private static final int LARGEST_PORT = 65_535;
  private static final int OLDEST_JAVA = 11;

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description =
          "Which of the configured targets to use. If no target is configured, this is the target.")
  private @Nullable String target;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen on. Default: a free port.")
  private int port;

  @Option(names = "--export", description = "Print export lines for a shell.")
  private boolean export;

  GatewayCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > LARGEST_PORT) {
      throw new ParameterException(
          spec().commandLine(), "--port must be a number from 0 to 65535.");
    }
    PrintWriter err = spec().commandLine().getErr();
    if (JavaVersion.current() < OLDEST_JAVA) {
      say(
          err,
          "the gateway needs Java 11 or later and this is Java "
              + System.getProperty("java.specification.version"));
      return ExitCode.SOFTWARE;
    }
    Configuration configuration;
    Target upstream;
    try {
      GatewayTarget asked =
          GatewayTarget.of(target, warning -> say(err, warning), parts.clientNames());
      configuration = asked.configuration();
      upstream = asked.target();
    } catch (ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> say(err, problem));
      return ExitCode.USAGE;
    } catch (IllegalArgumentException mistake) {
      say(err, String.valueOf(mistake.getMessage()));
      return ExitCode.USAGE;
    }
    try {
      return RunningGateway.serve(parts, configuration, upstream, port, printer(), err);
    } catch (NoClassDefFoundError noModule) {
      say(err, "this Java lacks a class that the gateway needs: " + noModule.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private Announcement printer() {
    return new Announcement(spec().commandLine().getOut(), export);
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
