package io.foundryidentity.runner.late;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.runner.testbed.TestBeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Runs every case with an identity endpoint that answers at once, and with one that takes seconds,
 * and prints a Markdown table of what the wait did.
 *
 * <p>Arguments: {@code --seconds=N} for the endpoint's time (4 if not given), {@code --only=CASE}
 * for some cases, {@code --java-home=FOLDER} for another Java. Ends with 1 unless every call is
 * answered and every first request leaves as soon as its token is there.
 */
public final class LateToken {

  /** A run waits more than it works. */
  private static final int AT_ONCE = 4;

  /**
   * A call's own deadline holds while its token is late. Quarkus gives a call 10 s by default, and
   * that is not to be tested here.
   */
  private static final JvmSettings PATIENT =
      JvmSettings.NONE.withBefore("-Dquarkus.langchain4j.timeout=60s");

  private LateToken() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Checkout checkout = Checkout.around(Path.of(""));
    if (!Files.isRegularFile(checkout.agentJar())) {
      throw new IllegalStateException("No agent at " + checkout.agentJar() + " (mvn package)");
    }
    Duration late = Duration.ofSeconds(4);
    Jvm jvm = Jvm.current();
    List<String> only = new ArrayList<>();
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.startsWith("--seconds=")) {
        late = Duration.ofSeconds(Long.parseLong(value));
      } else if (argument.startsWith("--only=")) {
        only.add(ClientCase.named(value).name());
      } else if (argument.startsWith("--java-home=")) {
        jvm = Jvm.at(Path.of(value));
      } else {
        throw new IllegalArgumentException("Unknown argument: " + argument);
      }
    }
    int feature = jvm.feature();
    List<ClientCase> cases =
        ClientCase.ALL.stream()
            .filter(client -> only.isEmpty() || only.contains(client.name()))
            .filter(client -> client.minimumJava() <= feature)
            .toList();
    System.exit(print(run(checkout, jvm, cases, late), late) ? 0 : 1);
  }

  private static Map<ClientCase, LateRun> run(
      Checkout checkout, Jvm jvm, List<ClientCase> cases, Duration late)
      throws InterruptedException, ExecutionException {
    Map<ClientCase, LateRun> finished = new LinkedHashMap<>();
    try (TestBeds testBeds = new TestBeds(checkout, jvm, PATIENT, AT_ONCE)) {
      Map<ClientCase, Future<LateRun>> running = new LinkedHashMap<>();
      for (ClientCase client : cases) {
        running.put(client, testBeds.run(testBed -> observe(testBed, client, late)));
      }
      for (Map.Entry<ClientCase, Future<LateRun>> each : running.entrySet()) {
        finished.put(each.getKey(), each.getValue().get());
      }
    }
    return finished;
  }

  private static LateRun observe(TestBed testBed, ClientCase client, Duration late)
      throws IOException, InterruptedException {
    testBed.simulator().identity().delay(late);
    try {
      return LateRun.of(
          TestBeds.observe(testBed, client, testBed.checkout().agentJar(), JvmSettings.NONE),
          testBed.hasHostsFile(),
          late);
    } finally {
      testBed.simulator().identity().recover();
    }
  }

  private static boolean print(Map<ClientCase, LateRun> runs, Duration late) {
    System.out.println(
        "| client | HTTP stack | calls | from the question for a token to the first request |");
    System.out.println("| --- | --- | --- | --- |");
    runs.forEach(
        (client, run) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.2f s |%n",
                client,
                client.stack(),
                run.faults().isEmpty() ? run.calls() + " answered" : "failed",
                run.untilFirstRequest().toMillis() / 1000.0));
    boolean good = true;
    for (Map.Entry<ClientCase, LateRun> each : runs.entrySet()) {
      for (String fault : each.getValue().faults()) {
        System.err.println(each.getKey() + ": " + fault);
        good = false;
      }
    }
    System.err.printf(
        Locale.ROOT,
        "%d clients, an identity endpoint that takes %d s: %s%n",
        runs.size(),
        late.toSeconds(),
        good ? "every call was answered" : "not every call was answered in time");
    return good && !runs.isEmpty();
  }
}
