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
      "Listens on 127.0.0.1 and forwards to one target, signed. Prints what a client needs to use"
          + " it, with a new secret for each run, and serves until it is stopped.",
      "",
      "The target and the identity are configured as for the agent, by system properties, the"
          + " environment or a file."
    })
final class GatewayCommand implements Callable<Integer> {

  private static final int LARGEST_PORT = 65_535;
  private static final int OLDEST_JAVA = 11;

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "which of the configured targets; where none is configured, the target")
  private @Nullable String target;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "the port to listen on; without it any that is free")
  private int port;

  @Option(names = "--export", description = "print lines for a shell")
  private boolean export;

  GatewayCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > LARGEST_PORT) {
      throw new ParameterException(spec().commandLine(), "--port is a number up to 65535.");
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
      say(err, "this Java has not all that the gateway needs: " + noModule.getMessage());
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
