package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.beside.BesideRun.Observation;
import io.foundryidentity.runner.beside.BesideRun.Position;
import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.compatibility.Result;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Runs cases with another agent only, and with it before and after this one on the command line.
 *
 * <p>Arguments: names of other agents, if not all are to run, and {@code --all} for every case
 * instead of a selection, or {@code --few} for a smaller one. Ends with 1 if anything is wrong;
 * writes a line for each agent to target/compatibility/agents.jsonl.
 */
public final class BesideAgents {

  private static final List<OtherAgent> ALL =
      List.of(
          new OpenTelemetry(),
          new ApplicationInsights(),
          new Elastic(),
          new JaCoCo(),
          new MockitoInline(),
          new BlockHound());

  /** The three runs of one case, which may not have ended yet. */
  private record Runs(
      Future<Observation> alone, Future<Observation> before, Future<Observation> after) {}

  private final Checkout checkout = Checkout.around(Path.of(""));
  private final Jvm jvm = Jvm.current();

  private BesideAgents() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    List<String> names = new ArrayList<>(List.of(arguments));
    boolean all = names.remove("--all");
    boolean few = names.remove("--few");
    for (String name : names) {
      if (ALL.stream().noneMatch(other -> other.name().equals(name))) {
        throw new IllegalArgumentException("No agent is named " + name);
      }
    }
    List<OtherAgent> chosen =
        ALL.stream().filter(other -> names.isEmpty() || names.contains(other.name())).toList();
    System.exit(new BesideAgents().run(chosen, all, few) ? 0 : 1);
  }

  private boolean run(List<OtherAgent> agents, boolean all, boolean few)
      throws IOException, InterruptedException, ExecutionException {
    List<Result> results = new ArrayList<>();
    boolean good = true;
    try (TestBeds testBeds = new TestBeds(checkout, jvm, JvmSettings.NONE)) {
      for (OtherAgent other : agents) {
        long began = System.nanoTime();
        List<ClientCase> clients =
            (few ? fewest(other) : other.cases(all))
                .stream().filter(client -> client.minimumJava() <= jvm.feature()).toList();
        List<String> faults = faults(other, clients, testBeds);
        String version = Checkout.versionOf(other.jar(checkout));
        System.out.printf(
            "%-24s %-16s %2d programs, %s, %d s%n",
            other.title(),
            version,
            clients.size(),
            faults.isEmpty() ? "signed and seen, before and after" : "FAILED",
            (System.nanoTime() - began) / 1_000_000_000);
        faults.forEach(fault -> System.out.println("  " + fault));
        good &= faults.isEmpty();
        results.add(
            new Result(
                "agents",
                other.title(),
                version,
                String.valueOf(jvm.feature()),
                faults.isEmpty(),
                faults.isEmpty() ? note(other, clients) : faults.get(0)));
      }
    }
    checkout.leave("agents", results);
    return good;
  }

  /** The selection that most agents have anyway; all cases of an agent that has others. */
  private static List<ClientCase> fewest(OtherAgent other) {
    List<ClientCase> cases = other.cases(false);
    List<ClientCase> selected = ClientCase.selection().stream().filter(cases::contains).toList();
    return selected.isEmpty() ? cases : selected;
  }

  private static String note(OtherAgent other, List<ClientCase> clients) {
    return "before and after this agent, "
        + (clients.size() == 1 ? "a program" : clients.size() + " programs")
        + ": "
        + other.note();
  }

  private List<String> faults(OtherAgent other, List<ClientCase> clients, TestBeds testBeds)
      throws InterruptedException, ExecutionException {
    Map<ClientCase, Runs> all = new LinkedHashMap<>();
    for (ClientCase client : clients) {
      all.put(
          client,
          new Runs(
              testBeds.run(new BesideRun(other, client, Position.ALONE, checkout)),
              testBeds.run(new BesideRun(other, client, Position.BEFORE, checkout)),
              testBeds.run(new BesideRun(other, client, Position.AFTER, checkout))));
    }
    List<String> faults = new ArrayList<>();
    long seen = 0;
    for (Map.Entry<ClientCase, Runs> entry : all.entrySet()) {
      ClientCase client = entry.getKey();
      Observation alone = entry.getValue().alone().get();
      seen += alone.work().count();
      Comparison comparison = new Comparison(other, alone);
      add(faults, client, Position.ALONE, comparison.aloneFaults());
      add(faults, client, Position.BEFORE, comparison.faults(entry.getValue().before().get()));
      add(faults, client, Position.AFTER, comparison.faults(entry.getValue().after().get()));
    }
    if (seen == 0) {
      faults.add("without this agent nothing was seen of it");
    }
    return faults;
  }

  private static void add(
      List<String> faults, ClientCase client, Position position, List<String> more) {
    more.forEach(fault -> faults.add(client + ", " + position.words() + ": " + fault));
  }
}
