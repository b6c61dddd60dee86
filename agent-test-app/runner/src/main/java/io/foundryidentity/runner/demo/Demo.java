package io.foundryidentity.runner.demo;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the agent does: one unchanged program is refused without it and answered with it, with
 * tokens so short-lived that they are refreshed while it runs.
 *
 * <p>Ends with 1 if that is not the result. {@code --colour} uses a terminal's colours; {@code
 * --short} asks fewer questions and leaves out what the program itself prints. No line of its own
 * is wider than a terminal of 80 columns.
 */
public final class Demo {

  private static final Duration TOKEN_LIFE = Duration.ofSeconds(8);

  /** The first token and two refreshes. */
  private static final int FEWEST_TOKENS = 3;

  private final Screen screen;
  private final TestBed testBed;
  private final Path agentJar;
  private final boolean shortened;
  private final int questionsWithout;
  private final int questionsWith;

  private Demo(Screen screen, TestBed testBed, Path agentJar, boolean shortened) {
    this.screen = screen;
    this.testBed = testBed;
    this.agentJar = agentJar;
    this.shortened = shortened;
    questionsWithout = shortened ? 3 : 5;
    questionsWith = shortened ? 12 : 25;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> options = List.of(arguments);
    Screen screen = new Screen(System.out, options.contains("--colour"));
    Checkout checkout = Checkout.around(Path.of(""));
    boolean asExpected;
    try (TestBed testBed =
        new TestBed(
            Simulator.builder().tokenLifetime(TOKEN_LIFE).start(), checkout, Jvm.current())) {
      boolean shortened = options.contains("--short");
      asExpected = new Demo(screen, testBed, checkout.agentJar(), shortened).run();
    }
    System.exit(asExpected ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    screen.heading("The simulated servers (all on 127.0.0.1)");
    screen.line("Foundry    " + testBed.foundryUrl());
    screen.line("           It accepts Entra ID tokens only, and checks each signature.");
    screen.line("Identity   a managed identity; each token is valid for " + seconds() + " s");
    screen.line("Program    agent-test-app/cases/openai-java: one openai-java client with the");
    screen.line("           key \"" + TestBed.PLACEHOLDER + "\", one question a second");

    screen.heading("1. The program as it is");
    screen.command("java -cp ... Loop " + questionsWithout);
    LoopResult without = runLoop(null, questionsWithout);

    screen.heading("2. The same program with the agent");
    screen.command("java -javaagent:" + agentJar.getFileName() + " -cp ... Loop " + questionsWith);
    LoopResult with = runLoop(agentJar, questionsWith);

    return conclude(without, with);
  }

  private LoopResult runLoop(@Nullable Path agent, int questions)
      throws IOException, InterruptedException {
    testBed.simulator().foundry().clear();
    List<String> bearers = new ArrayList<>();
    CaseProcess.Result result =
        testBed.run(
            ClientCase.LOOP,
            agent,
            List.of(Integer.toString(questions)),
            call -> show(call, bearers));
    if (!shortened) {
      result.noise().forEach(line -> screen.line("  (program) " + line));
    }
    return LoopResult.of(result.calls(), testBed);
  }

  private void show(Call call, List<String> bearers) {
    if (!call.ok()) {
      screen.bad(String.format(Locale.ROOT, "%2s  refused  %s", call.name(), call.brief()));
      return;
    }
    String line =
        String.format(
            Locale.ROOT,
            "%2s %6d ms  token %d  %s",
            call.name(),
            LoopResult.millis(call),
            tokenNumber(bearers),
            LoopResult.words(call));
    screen.good(line);
  }

  /** Numbers the bearers in the order in which Foundry received them; none is ever printed. */
  private int tokenNumber(List<String> bearers) {
    List<ReceivedRequest> requests = testBed.simulator().foundry().requests();
    String latest = String.valueOf(requests.get(requests.size() - 1).header("authorization"));
    if (!bearers.contains(latest)) {
      bearers.add(latest);
    }
    return bearers.indexOf(latest) + 1;
  }

  private boolean conclude(LoopResult without, LoopResult with) {
    screen.heading("What happened");
    boolean refused =
        without.calls().size() == questionsWithout && without.refused() == questionsWithout;
    String reason = without.calls().isEmpty() ? "" : without.calls().get(0).brief();
    print(
        refused,
        "without the agent  "
            + without.refused()
            + " of "
            + questionsWithout
            + " questions refused");
    print(refused, "      " + reason);
    boolean answered = with.answered() == questionsWith;
    print(
        answered,
        "with -javaagent    " + with.answered() + " of " + questionsWith + " questions answered");
    print(answered, "      " + times(with));
    boolean refreshed = with.tokens() >= FEWEST_TOKENS;
    print(
        refreshed,
        "tokens             "
            + with.tokens()
            + ", so the agent refreshed "
            + Math.max(0, with.tokens() - 1)
            + " times while the program ran");
    boolean clean = with.placeholders() == 0;
    print(
        clean,
        "placeholder key    in "
            + with.placeholders()
            + " requests with the agent, in "
            + without.placeholders()
            + " without");
    boolean asExpected = refused && answered && refreshed && clean;
    screen.line("");
    print(
        asExpected,
        asExpected
            ? "The program did not change. The only difference is one flag."
            : "This is not the expected result; see the lines above.");
    return asExpected;
  }

  private static String times(LoopResult with) {
    return "first: "
        + with.firstMillis()
        + " ms, slowest after it: "
        + with.longestMillisAfterTheFirst()
        + " ms";
  }

  private void print(boolean asExpected, String text) {
    if (asExpected) {
      screen.good(text);
    } else {
      screen.bad(text);
    }
  }

  private static long seconds() {
    return TOKEN_LIFE.toSeconds();
  }
}
