package io.foundryidentity.benchmark;

import io.foundryidentity.agent.runtime.WiredAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Measures what 64 callers notice of a slow refresh, and of an identity endpoint that fails for a
 * minute: with this project's cache as the runtime uses it, and with azure-core's for comparison.
 *
 * <p>Arguments: {@code --quick} for one minute instead of two; {@code --out=FILE}, by default
 * {@code target/benchmark/refresh.json}.
 */
public final class Refresh {

  private Refresh() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    WiredAgent.logErrorsOnly();
    Arguments given = new Arguments(arguments, "refresh");
    RefreshTimes times = RefreshTimes.of(given.quick());
    List<RefreshRun> runs = new ArrayList<>();
    for (String trouble : List.of("slow", "failing")) {
      for (String cache : List.of("agent", "azure-core")) {
        runs.add(new RefreshRun(cache, trouble, times));
      }
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    List<RefreshResult> results = new ArrayList<>();
    for (Future<RefreshResult> run : threads.invokeAll(runs)) {
      results.add(run.get());
    }
    threads.shutdown();
    String all = results.stream().map(RefreshResult::json).collect(Collectors.joining(",\n"));
    System.out.println(all);
    JsonFile.write(Path.of(given.out()), times.json(given.quick()) + all + "\n]}");
  }
}
