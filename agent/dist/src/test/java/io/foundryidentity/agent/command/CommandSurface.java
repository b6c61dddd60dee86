package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Origin;
import io.foundryidentity.agent.core.diagnosis.CauseSurface;
import io.foundryidentity.agent.dist.JsonFacts;
import io.foundryidentity.agent.dist.Sources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What scripts may rely on, a line for each fact: the commands of the jar with their options and
 * exit codes, the members of {@code check --json}, and what {@code gateway} prints.
 */
public final class CommandSurface {

  /** {@code fact} of a step, and {@code put} of what was tried, in the sources of the commands. */
  private static final Pattern FACT = Pattern.compile("\\.fact\\(\\s*\"(\\w+)\"");

  private static final Pattern FACT_OF_TRIED = Pattern.compile("\\bfact\\.put\\(\\s*\"(\\w+)\"");

  private static final String STEP = "check --json targets[].steps[].";

  private final List<String> lines = new ArrayList<>();

  private CommandSurface() {}

  public static List<String> lines() throws IOException {
    CommandSurface surface = new CommandSurface();
    AgentParts parts = noParts();
    Commands.all(parts)
        .subcommands()
        .forEach((name, command) -> surface.addCommand(name, command.getCommandSpec()));
    surface.addCheck(parts);
    surface.addGateway();
    return surface.lines;
  }

  private void addCommand(String name, CommandSpec command) {
    String head = "command " + name;
    lines.add(head);
    for (OptionSpec option : command.options()) {
      for (String each : option.names()) {
        lines.add(head + " option " + each + value(option));
      }
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      lines.add(head + " parameter " + parameter.paramLabel() + " " + parameter.arity());
    }
    for (String code : command.usageMessage().exitCodeList().keySet()) {
      lines.add(head + " exit " + code);
    }
  }

  private static String value(ArgSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    String value =
        option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel();
    return value + (option.defaultValue() == null ? "" : " default " + option.defaultValue());
  }

  private void addCheck(AgentParts parts) throws IOException {
    StringWriter text = new StringWriter();
    JsonReport report = new JsonReport(new PrintWriter(text));
    report.configuration(List.of(new Origin("hosts", "a", "default")), List.of("warning"), false);
    report.hostedAgent("environment", "client");
    report.begin("https://a");
    report.done(new NameStep(), StepResult.failed("detail", CauseSurface.explanation()), 1);
    report.end(0);
    JsonFacts.of(text.toString()).forEach(fact -> lines.add("check --json " + fact));
    for (Step step : CheckCommand.steps(parts, "model")) {
      lines.add(STEP + "step value " + step.name());
    }
    for (StepResult.State state : StepResult.State.values()) {
      lines.add(STEP + "state value " + state.name().toLowerCase(Locale.ROOT));
    }
    String sources = Sources.of("command");
    FACT.matcher(sources).results().forEach(fact -> lines.add(STEP + fact.group(1)));
    FACT_OF_TRIED
        .matcher(sources)
        .results()
        .forEach(fact -> lines.add(STEP + "tried[]." + fact.group(1)));
  }

  private void addGateway() {
    ClientEnvironment client =
        new ClientEnvironment("http://127.0.0.1:1/openai/v1", "secret", "http://127.0.0.1:1", "h");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new Announcement(out, null, null).print("http://127.0.0.1:1", client);
    new Announcement(out, null, "/secret").print("http://127.0.0.1:1", client);
    text.toString()
        .lines()
        .forEach(
            line ->
                lines.add(
                    "gateway output "
                        + (line.isEmpty() ? "then an empty line" : line.replaceFirst("=.*", "="))));
    for (ExportForm form : ExportForm.values()) {
      lines.add("gateway --export value " + form.name().toLowerCase(Locale.ROOT));
    }
    client.set().keySet().forEach(name -> lines.add("gateway --export sets " + name));
    client.replaced().forEach(name -> lines.add("gateway --export replaces " + name));
    client.removed().forEach(name -> lines.add("gateway --export removes " + name));
  }

  /** The commands are only looked at: they ask for the version, and for nothing else. */
  private static AgentParts noParts() {
    return (AgentParts)
        Proxy.newProxyInstance(
            AgentParts.class.getClassLoader(),
            new Class<?>[] {AgentParts.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("version")) {
                return "1.2.3";
              }
              throw new AssertionError(method);
            });
  }
}
