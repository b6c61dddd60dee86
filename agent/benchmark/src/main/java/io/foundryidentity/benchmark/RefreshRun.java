package io.foundryidentity.benchmark;

import io.foundryidentity.simulator.EndpointBehaviour;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One application with one identity endpoint that is slow or fails for some time.
 *
 * @param cache {@code agent} or {@code azure-core}
 * @param trouble {@code slow} or {@code failing}
 */
record RefreshRun(String cache, String trouble, RefreshTimes times)
    implements Callable<RefreshResult> {

  @Override
  public RefreshResult call() throws IOException, InterruptedException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Simulator simulator = Simulator.builder().tokenLifetime(times.tokenLife()).start();
        CountedEndpoint endpoint = new CountedEndpoint(simulator.identity().imds())) {
      Process callers = start(endpoint);
      Map<String, Long> figures = null;
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(callers.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.equals("ready")) {
            endpoint.begin();
            makeTrouble(simulator.identity().at(IdentityKind.IMDS), timer);
          } else if (line.startsWith(RefreshResult.MARK)) {
            figures = RefreshResult.read(line);
          }
        }
      } finally {
        callers.destroy();
      }
      if (callers.waitFor() != 0 || figures == null) {
        throw new IllegalStateException(cache + ", " + trouble + ": the callers broke");
      }
      figures.put("identityRequests", (long) endpoint.requests());
      figures.put("mostIdentityRequestsInFlight", (long) endpoint.mostInFlight());
      return new RefreshResult(cache, trouble, figures);
    } finally {
      timer.shutdownNow();
    }
  }

  private Process start(CountedEndpoint endpoint) throws IOException {
    ProcessBuilder callers =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RefreshCallers.class.getName(),
                cache,
                Long.toString(times.run().toSeconds())));
    callers.redirectError(ProcessBuilder.Redirect.DISCARD);
    callers.environment().keySet().removeIf(name -> name.startsWith("AZURE_"));
    callers.environment().remove("IDENTITY_ENDPOINT");
    callers.environment().remove("MSI_ENDPOINT");
    callers.environment().put("AZURE_POD_IDENTITY_AUTHORITY_HOST", endpoint.uri().toString());
    return callers.start();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // both only set a field
  private void makeTrouble(EndpointBehaviour endpoint, ScheduledExecutorService timer) {
    if (trouble.equals("slow")) {
      endpoint.delay(RefreshTimes.SLOW);
    } else {
      timer.schedule(
          () -> endpoint.failWith(500), times.outageBegins().toMillis(), TimeUnit.MILLISECONDS);
      timer.schedule(endpoint::recover, times.outageEnds().toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
