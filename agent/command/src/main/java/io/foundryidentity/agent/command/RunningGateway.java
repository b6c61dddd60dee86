package io.foundryidentity.agent.command;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.gateway.Gateway;
import io.foundryidentity.agent.gateway.ListenOptions;
import io.foundryidentity.agent.gateway.Route;
import io.foundryidentity.agent.gateway.ServerCertificate;
import io.foundryidentity.agent.gateway.program.NotStartedException;
import io.foundryidentity.agent.gateway.program.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Paths;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** A gateway that is a process of its own. */
final class RunningGateway {

  /** System properties that make the JDK's client print what it sends, including tokens. */
  private static final String[] PRINTING = {
    "jdk.httpclient.HttpClient.log", "jdk.internal.httpclient.debug"
  };

  private final AgentParts parts;
  private final Configuration configuration;
  private final Target target;
  private final ListenArguments listen;
  private final PrintWriter err;

  RunningGateway(AgentParts parts, GatewayTarget asked, ListenArguments listen, PrintWriter err) {
    this.parts = parts;
    this.configuration = asked.configuration();
    this.target = asked.target();
    this.listen = listen;
    this.err = err;
  }

  /** Serves until it is stopped. */
  int serve(Announcement announcement) throws InterruptedException {
    return open(
        (route, client) -> {
          GatewayCommand.say(err, "forwarding to " + target + " until stopped");
          announcement.print(route.baseUrl(), client);
          parts.awaitStop();
          return ExitCode.OK;
        });
  }

  /** Serves until the command ends, and returns the command's exit code. */
  int serve(List<String> command) throws InterruptedException {
    Program program;
    try {
      program = Program.of(command, problem -> GatewayCommand.say(err, problem));
    } catch (NotStartedException mistake) {
      return notStarted(mistake);
    }
    return open(
        (route, client) -> {
          GatewayCommand.say(err, "forwarding to " + target + " until the command ends");
          try {
            return program.run(client.appliedTo(System.getenv()));
          } catch (NotStartedException mistake) {
            return notStarted(mistake);
          }
        });
  }

  private int notStarted(NotStartedException mistake) {
    GatewayCommand.say(err, String.valueOf(mistake.getMessage()));
    return mistake.exitCode();
  }

  private int open(Use use) throws InterruptedException {
    for (String property : PRINTING) {
      // The client reads them at its first use, which is later.
      System.clearProperty(property);
    }
    // First, as it sets up the log: a logger that is made before writes to standard output.
    RequestTargets targets = parts.targets(configuration);
    ListenOptions options;
    try {
      options = options();
    } catch (IOException unusable) {
      GatewayCommand.say(err, String.valueOf(unusable.getMessage()));
      return ExitCode.USAGE;
    }
    Gateway opened;
    try {
      opened = Gateway.open(targets, options);
    } catch (IOException taken) {
      GatewayCommand.say(
          err,
          listen.described()
              + " cannot be used: "
              + taken.getMessage()
              + ": choose another with --port, or none for any free one");
      return ExitCode.SOFTWARE;
    }
    try (Gateway gateway = opened) {
      Route route;
      try {
        route = route(gateway);
      } catch (IllegalArgumentException itself) {
        GatewayCommand.say(err, "--target: " + itself.getMessage());
        return ExitCode.USAGE;
      } catch (IOException unusable) {
        GatewayCommand.say(err, String.valueOf(unusable.getMessage()));
        return ExitCode.USAGE;
      }
      gateway.show(parts.show(configuration, gateway::status));
      return use.serve(route, ClientEnvironment.of(route, gateway.identityEndpoint(route)));
    } catch (IOException closing) {
      GatewayCommand.say(err, "the gateway did not close well: " + closing.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private ListenOptions options() throws IOException {
    String certificate = listen.certificate();
    String key = listen.key();
    return new ListenOptions(
        listen.address(),
        listen.port(),
        listen.hostNames(),
        certificate == null || key == null
            ? null
            : ServerCertificate.of(Paths.get(certificate), Paths.get(key)));
  }

  private Route route(Gateway gateway) throws IOException {
    String file = listen.secretFile();
    return file == null ? gateway.route(target) : gateway.route(target, Paths.get(file));
  }

  /** What an open gateway is for. */
  private interface Use {
    /** Returns the exit code when the gateway must close. */
    int serve(Route route, ClientEnvironment client) throws InterruptedException;
  }
}
