package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Nobody but a target may get a token, whole or in part, and the program's output neither.
 *
 * <p>It says so only where each request was heard by whom it was meant for, and the signed ones
 * were signed.
 */
final class LeakCheck implements Check {

  private static final List<String> STACKS =
      List.of(LeakAttempt.URL_CONNECTION, "OkHttp", LeakAttempt.APACHE);
  private static final List<String> SINCE_11 = List.of("JDK HttpClient", LeakAttempt.JDK_HTTP_2);

  private final Function<Stage, List<String>> targets;

  LeakCheck() {
    this(LeakCheck::targets);
  }

  /** With other targets: a stranger among them must be found out. */
  LeakCheck(Function<Stage, List<String>> targets) {
    this.targets = targets;
  }

  static List<String> targets(Stage stage) {
    return List.of(stage.foundryUrl(), LeakAttempt.plainTarget(stage));
  }

  @Override
  public Outcome on(Stage stage, @Nullable Path agentJar) throws IOException, InterruptedException {
    List<LeakAttempt> attempts = LeakAttempt.at(stage);
    List<String> program = new ArrayList<>();
    program.add("-Dfoundry.identity.log-level=trace");
    program.add("-Dsun.net.http.allowRestrictedHeaders=true");
    program.add("-Djdk.httpclient.allowRestrictedHeaders=host");
    program.addAll(List.of("-cp", stage.checkout().classPath(ClientCase.LEAKS)));
    program.add(ClientCase.LEAKS.program());
    attempts.forEach(attempt -> program.add(attempt.argument()));
    CaseProcess.Result result =
        stage.run(
            program,
            agentJar,
            Map.of("FOUNDRY_IDENTITY_HOSTS", String.join(",", targets.apply(stage))));

    List<String> stacks = new ArrayList<>(STACKS);
    if (stage.jvm().feature() >= 11) {
      stacks.addAll(SINCE_11);
    }
    LeakEvidence evidence = new LeakEvidence(stage.simulator(), result);
    List<String> faults = new ArrayList<>();
    if (result.exit() != 0) {
      faults.add("ended with " + result.exit());
    }
    for (LeakAttempt attempt : attempts) {
      stacks.stream()
          .filter(stack -> attempt.isPossible(stack))
          .filter(stack -> !evidence.shows(attempt, stack))
          .forEach(stack -> faults.add(attempt.id(stack) + " did not arrive as it should"));
    }
    faults.addAll(evidence.leaks(attempts, stacks));
    return Outcome.of(
        faults, attempts.size() + " ways over each of " + String.join(", ", stacks), result);
  }
}
