package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.gateway.Gateway;
import io.foundryidentity.agent.gateway.Route;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/** A gateway that is a process of its own. */
final class RunningGateway {

  /** System properties that make the JDK's client print what it sends, including tokens. */
  private static final String[] PRINTING = {
    "jdk.httpclient.HttpClient.log", "jdk.internal.httpclient.debug"
  };

  private RunningGateway() {}

  static int serve(
      AgentParts parts,
      Configuration configuration,
      Target target,
      int port,
      Announcement announcement,
      PrintWriter err)
      throws InterruptedException {
    for (String property : PRINTING) {
      // The client reads them at its first use, which is later.
      System.clearProperty(property);
    }
    Gateway opened;
    try {
      opened = Gateway.open(parts.targets(configuration), port);
    } catch (IOException taken) {
      GatewayCommand.say(err, "port " + port + " cannot be used: " + taken.getMessage());
      return ExitCode.SOFTWARE;
    }
    try (Gateway gateway = opened) {
      Route route = gateway.route(target);
      GatewayCommand.say(err, "forwarding to " + target + " until stopped");
      announcement.print(route.baseUrl(), route.secret());
      parts.awaitStop();
    } catch (IOException closing) {
      GatewayCommand.say(err, "the gateway did not close well: " + closing.getMessage());
      return ExitCode.SOFTWARE;
    }
    return ExitCode.OK;
  }
}
