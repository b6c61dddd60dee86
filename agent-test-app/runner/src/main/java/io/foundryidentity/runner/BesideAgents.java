package io.foundryidentity.runner;

import io.foundryidentity.runner.Meeting.Place;
import io.foundryidentity.runner.Meeting.Seen;
import io.foundryidentity.runner.compatibility.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Runs cases with another agent alone, and with it before and behind this one on the command line.
 *
 * <p>Arguments: names of other agents where not all are meant, {@code --all} for every case and not
 * a choice. Ends with 1 unless all is as it should be; leaves a line for each agent in
 * target/compatibility/agents.jsonl.
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

  /** The three runs of one case, which may not be over yet. */
  private record Runs(Future<Seen> alone, Future<Seen> before, Future<Seen> after) {}

  private final Checkout checkout = Checkout.around(Path.of(""));
  private final Jvm jvm = Jvm.current();

  private BesideAgents() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    List<String> names = new ArrayList<>(List.of(arguments));
    boolean all = names.remove("--all");
    for (String name : names) {
      if (ALL.stream().noneMatch(other -> other.name().equals(name))) {
        throw new IllegalArgumentException("No agent is named " + name);
      }
    }
    List<OtherAgent> chosen =
        ALL.stream().filter(other -> names.isEmpty() || names.contains(other.name())).toList();
    System.exit(new BesideAgents().run(chosen, all) ? 0 : 1);
  }

  private boolean run(List<OtherAgent> agents, boolean all)
      throws IOException, InterruptedException, ExecutionException {
    List<Result> results = new ArrayList<>();
    boolean good = true;
    try (Stages stages = new Stages(checkout, jvm, Company.NONE)) {
      for (OtherAgent other : agents) {
        long began = System.nanoTime();
        List<ClientCase> clients =
            other.cases(all).stream()
                .filter(client -> client.minimumJava() <= jvm.feature())
                .toList();
        List<String> faults = faults(other, clients, stages);
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

  private static String note(OtherAgent other, List<ClientCase> clients) {
    return "before and after this agent, "
        + (clients.size() == 1 ? "a program" : clients.size() + " programs")
        + ": "
        + other.note();
  }

  private List<String> faults(OtherAgent other, List<ClientCase> clients, Stages stages)
      throws InterruptedException, ExecutionException {
    Map<ClientCase, Runs> all = new LinkedHashMap<>();
    for (ClientCase client : clients) {
      all.put(
          client,
          new Runs(
              stages.run(new Meeting(other, client, Place.ALONE, checkout)),
              stages.run(new Meeting(other, client, Place.BEFORE, checkout)),
              stages.run(new Meeting(other, client, Place.AFTER, checkout))));
    }
    List<String> faults = new ArrayList<>();
    long seen = 0;
    for (Map.Entry<ClientCase, Runs> entry : all.entrySet()) {
      ClientCase client = entry.getKey();
      Seen alone = entry.getValue().alone().get();
      seen += alone.work().count();
      Comparison comparison = new Comparison(other, alone);
      add(faults, client, Place.ALONE, comparison.aloneFaults());
      add(faults, client, Place.BEFORE, comparison.faults(entry.getValue().before().get()));
      add(faults, client, Place.AFTER, comparison.faults(entry.getValue().after().get()));
    }
    if (seen == 0) {
      faults.add("without this agent nothing was seen of it");
    }
    return faults;
  }

  private static void add(List<String> faults, ClientCase client, Place place, List<String> more) {
    more.forEach(fault -> faults.add(client + ", " + place.words() + ": " + fault));
  }
}
