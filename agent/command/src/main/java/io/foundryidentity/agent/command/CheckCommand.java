package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.configuration.Origin;
import io.foundryidentity.agent.core.configuration.Origins;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code check}: tests each step that a request with a token needs, and prints what to do if one
 * fails.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Signs in as the agent would and makes one harmless request to each target. Where something"
          + " fails it says why, and what to type to mend it. No token is ever shown.",
      "",
      "It is configured as the agent is, by system properties, the environment or a file; agent"
          + " arguments are taken from JAVA_TOOL_OPTIONS, or given by --agent-arguments."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every target takes the identity",
      "1:the check itself failed",
      "2:it was asked, or the agent is configured, wrongly",
      "3:a target was not reached: name, proxy, TLS",
      "4:no credential gave a token",
      "5:a target does not take the identity, or fails"
    })
final class CheckCommand implements Callable<Integer> {

  static final int NOT_REACHED = 3;
  static final int NO_TOKEN = 4;
  static final int REFUSED = 5;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..*",
      description =
          "what to check of the configured targets; where none is configured, the targets")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--agent-arguments",
      paramLabel = "ARGUMENTS",
      description = "what follows the equals sign of -javaagent:...jar=")
  private @Nullable String agentArguments;

  @Option(names = "--json", description = "print one line of JSON instead")
  private boolean json;

  CheckCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() {
    PrintWriter out = commandSpec().commandLine().getOut();
    PrintWriter err = commandSpec().commandLine().getErr();
    String arguments = agentArguments == null ? StartedAgent.arguments() : agentArguments;
    try {
      Configuration configuration =
          CheckTargets.configuration(arguments, urls, parts.clientNames());
      parts.log(configuration);
      if (!configuration.enabled()) {
        throw new IllegalArgumentException("the agent is switched off (enabled=false)");
      }
      ProxyLookup proxies = new ProxyLookup(System.getenv());
      List<Examination> examinations =
          CheckTargets.examinations(
              configuration, urls, proxies, new Connector(proxies, CONNECT, HANDSHAKE));
      Report report =
          json ? new JsonReport(out) : new TextReport(out, Terminal.ofProcess(System.getenv()));
      report.configuration(origins(arguments), warnings(configuration));
      return examine(examinations, report);
    } catch (ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> GatewayCommand.say(err, problem));
      return ExitCode.USAGE;
    } catch (IllegalArgumentException mistake) {
      GatewayCommand.say(err, String.valueOf(mistake.getMessage()));
      return ExitCode.USAGE;
    }
  }

  private List<Origin> origins(String arguments) {
    List<Origin> origins = new ArrayList<>(Origins.read(arguments));
    boolean configured = origins.stream().anyMatch(origin -> origin.key().endsWith(Key.HOSTS.id()));
    if (!configured) {
      origins.add(0, new Origin(Key.HOSTS.id(), String.join(",", urls), "command line"));
    }
    return origins;
  }

  private static List<String> warnings(Configuration configuration) {
    List<String> warnings = new ArrayList<>(configuration.warnings());
    if (configuration.dryRun()) {
      warnings.add("dry-run=true: the agent signs nothing; this check does sign in");
    }
    return warnings;
  }

  private int examine(List<Examination> examinations, Report report) {
    List<Step> steps =
        Arrays.asList(
            new NameStep(),
            new ConnectionStep(),
            new SignInStep(parts),
            new TokenStep(),
            new CallStep());
    int exitCode = ExitCode.OK;
    for (Examination examination : examinations) {
      report.begin(examination.target().toString());
      for (Step step : steps) {
        report.doing(step);
        long begin = System.nanoTime();
        StepResult result = step.run(examination);
        report.done(step, result, (System.nanoTime() - begin) / 1_000_000);
        if (result.state() == StepResult.State.FAILED && exitCode == ExitCode.OK) {
          exitCode = step.exitCode();
        }
      }
    }
    report.end(exitCode);
    return exitCode;
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set its own field");
    }
    return spec;
  }
}
