package io.foundryidentity.runner.leaks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.checks.Check;
import io.foundryidentity.runner.checks.Outcome;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks that only targets get a token, or a part of one, and that the program's output has none.
 *
 * <p>It passes only if each request arrived at the server that it was meant for, and if the
 * requests to targets had a token.
 */
public final class LeakCheck implements Check {

  private static final List<String> STACKS =
      List.of(LeakAttempt.URL_CONNECTION, "OkHttp", LeakAttempt.APACHE);
  private static final List<String> SINCE_11 = List.of("JDK HttpClient", LeakAttempt.JDK_HTTP_2);

  private final Function<TestBed, List<String>> targets;

  public LeakCheck() {
    this(LeakCheck::targets);
  }

  /** With other targets, to test that a server which should not be one is found. */
  public LeakCheck(Function<TestBed, List<String>> targets) {
    this.targets = targets;
  }

  static List<String> targets(TestBed testBed) {
    return List.of(testBed.foundryUrl(), LeakAttempt.plainTarget(testBed));
  }

  @Override
  public Outcome run(TestBed testBed, @Nullable Path agentJar)
      throws IOException, InterruptedException {
    List<LeakAttempt> attempts = LeakAttempt.at(testBed);
    List<String> program = new ArrayList<>();
    program.add("-Dfoundry.identity.log-level=trace");
    program.add("-Dsun.net.http.allowRestrictedHeaders=true");
    program.add("-Djdk.httpclient.allowRestrictedHeaders=host");
    program.addAll(List.of("-cp", testBed.checkout().classPath(ClientCase.LEAKS)));
    program.add(ClientCase.LEAKS.program());
    attempts.forEach(attempt -> program.add(attempt.argument()));
    CaseProcess.Result result =
        testBed.run(
            program,
            agentJar,
            Map.of("FOUNDRY_IDENTITY_HOSTS", String.join(",", targets.apply(testBed))));

    List<String> stacks = new ArrayList<>(STACKS);
    if (testBed.jvm().feature() >= 11) {
      stacks.addAll(SINCE_11);
    }
    LeakEvidence evidence = new LeakEvidence(testBed.simulator(), result);
    List<String> faults = new ArrayList<>();
    if (result.exit() != 0) {
      faults.add("ended with " + result.exit());
    }
    for (LeakAttempt attempt : attempts) {
      stacks.stream()
          .filter(stack -> attempt.isPossible(stack))
          .filter(stack -> !evidence.arrived(attempt, stack))
          .forEach(stack -> faults.add(attempt.id(stack) + " did not arrive as it should"));
    }
    faults.addAll(evidence.leaks(attempts, stacks));
    return Outcome.of(
        faults, attempts.size() + " ways over each of " + String.join(", ", stacks), result);
  }
}
