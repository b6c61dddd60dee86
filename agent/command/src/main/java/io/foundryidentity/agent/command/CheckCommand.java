package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.HostedAgent;
import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.configuration.Origin;
import io.foundryidentity.agent.core.configuration.Origins;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
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
      "Gets a token as the agent does, and sends one harmless request to each target: it reads the"
          + " list of models. If a step fails, it prints the reason and the command that fixes it."
          + " No token is ever printed.",
      "",
      "It reads the same configuration as the agent: system properties, the environment and the"
          + " configuration file. Agent arguments come from JAVA_TOOL_OPTIONS or from"
          + " --agent-arguments."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every target accepts the identity, and its model API answers",
      "1:the check itself failed",
      "2:wrong arguments, or a wrong configuration of the agent",
      "3:no connection to a target: name, proxy, TLS",
      "4:no credential gave a token",
      "5:a target refuses the identity",
      "6:a target answers, but its model API does not: 404, redirect, 429, 5xx, another page"
    })
final class CheckCommand implements Callable<Integer> {

  static final int NOT_REACHED = 3;
  static final int NO_TOKEN = 4;
  static final int REFUSED = 5;
  static final int NO_MODEL_API = 6;

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..*",
      description =
          "which of the configured targets to check (default: all); if no target is configured, the"
              + " targets")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--agent-arguments",
      paramLabel = "ARGUMENTS",
      description = "the agent arguments, as after the equals sign of -javaagent:...jar=")
  private @Nullable String agentArguments;

  @Option(names = "--json", description = "print one line of JSON instead of text")
  private boolean json;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "also call this deployment: one short answer, at most 16 tokens of output, which cost money")
  private @Nullable String model;

  @Option(
      names = "--offline",
      description = "check the configuration only; no network is used, and no token is requested")
  private boolean offline;

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
        throw new IllegalArgumentException("the agent is switched off by enabled=false");
      }
      List<Examination> examinations =
          CheckTargets.examinations(configuration, urls, System.getenv());
      Report report =
          json ? new JsonReport(out) : new TextReport(out, Terminal.ofProcess(System.getenv()));
      report.configuration(origins(arguments), warnings(configuration), offline);
      String hosted = HostedAgent.environment(System.getenv());
      if (hosted != null) {
        report.hostedAgent(hosted, HostedAgent.clientId(System.getenv()));
      }
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
      warnings.add(
          "dry-run=true: the agent adds no token to requests; this check does get a token and uses it");
    }
    return warnings;
  }

  private int examine(List<Examination> examinations, Report report) {
    List<Step> steps = offline ? Collections.emptyList() : steps(parts, model);
    int exitCode = ExitCode.OK;
    for (Examination examination : examinations) {
      report.begin(examination.target().toString());
      for (Step step : steps) {
        report.doing(step);
        long begin = System.nanoTime();
        StepResult result = step.run(examination);
        report.done(step, result, (System.nanoTime() - begin) / 1_000_000);
        if (result.state() == StepResult.State.FAILED && exitCode == ExitCode.OK) {
          exitCode = result.exitCodeOr(step.exitCode());
        }
      }
    }
    report.end(exitCode);
    return exitCode;
  }

  /** What a check of one target does, in this order. */
  static List<Step> steps(AgentParts parts, @Nullable String model) {
    List<Step> steps = new ArrayList<>();
    steps.add(new NameStep());
    steps.add(new ConnectionStep());
    steps.add(new SignInStep(parts));
    steps.add(new TokenStep());
    steps.add(new CallStep(parts, model != null));
    if (model != null) {
      steps.add(new ModelStep(model));
    }
    return steps;
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set its own field");
    }
    return spec;
  }
}
