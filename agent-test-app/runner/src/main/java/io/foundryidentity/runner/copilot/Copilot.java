package io.foundryidentity.runner.copilot;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs conversations of the Copilot SDK over real CLIs, each longer than several token lives, and
 * prompts of a program that starts such a CLI itself.
 *
 * <p>Arguments: {@code --cli=VERSION:PROGRAM:CACHE} for each CLI, the oldest first, {@code
 * --agent=JAR}, {@code --only=SCENARIO}, {@code --at-once=COUNT}. Ends with 1 unless every turn is
 * answered that can be, and unless a program with its own token is answered at first and refused
 * when the token has expired.
 *
 * <p>Start it where only loopback can be reached: a CLI with a provider of Azure's type looks for a
 * managed identity itself.
 */
public final class Copilot {

  /** They wait for their tokens to expire most of the time. */
  private static final String AT_ONCE = "4";

  private final ScenarioRun run;
  private final int atOnce;
  private final VersionTable table = new VersionTable();

  private Copilot(ScenarioRun run, int atOnce) {
    this.run = run;
    this.atOnce = atOnce;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Checkout checkout = Checkout.around(Path.of(""));
    Path agentJar = checkout.agentJar();
    String only = "";
    String atOnce = AT_ONCE;
    List<CopilotCli> clis = new ArrayList<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      switch (parts[0]) {
        case "--cli" -> clis.add(CopilotCli.parse(parts[1]));
        case "--agent" -> agentJar = Path.of(parts[1]);
        case "--at-once" -> atOnce = parts[1];
        case "--only" -> only = parts[1];
        default -> throw new IllegalArgumentException("no such argument: " + argument);
      }
    }
    Copilot copilot =
        new Copilot(new ScenarioRun(checkout, agentJar.toAbsolutePath()), Integer.parseInt(atOnce));
    copilot.unpack(clis);
    List<Scenario> scenarios = Scenarios.of(clis);
    copilot.play(scenarios, only);
    copilot.table.print(scenarios);
    System.exit(copilot.table.isAsExpected() ? 0 : 1);
  }

  private void unpack(List<CopilotCli> clis) throws InterruptedException, ExecutionException {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (CopilotCli cli : clis) {
      tasks.add(
          () -> {
            run.unpack(cli);
            return null;
          });
    }
    atOnce(tasks);
  }

  private void play(List<Scenario> scenarios, String only)
      throws InterruptedException, ExecutionException {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      if (scenario.name().matches(".*" + only + ".*")) {
        tasks.add(
            () -> {
              check(scenario);
              return null;
            });
      }
    }
    atOnce(tasks);
  }

  private void atOnce(List<Callable<Void>> tasks) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      for (Future<Void> ended : threads.invokeAll(tasks)) {
        ended.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private void check(Scenario scenario) throws IOException, InterruptedException {
    ScenarioRun.Outcome with = run.withAgent(scenario);
    table.add(scenario, with, scenario.isAsExpected(with.result()) && with.isOver(scenario.set()));
    if (scenario.controlled()) {
      CaseProcess.Result without = run.withoutAgent(scenario);
      long before = without.calls().stream().takeWhile(Call::ok).count();
      boolean refused = without.calls().stream().skip(before).allMatch(Call::refused);
      table.addControl(
          scenario,
          without,
          before,
          before >= ScenarioRun.GOOD_TURNS && before < without.calls().size() && refused);
    }
  }
}
