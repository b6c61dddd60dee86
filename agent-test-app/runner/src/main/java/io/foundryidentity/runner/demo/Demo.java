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
 * <p>Ends with 1 if that is not the result. {@code --colour} uses a terminal's colours.
 */
public final class Demo {

  private static final Duration TOKEN_LIFE = Duration.ofSeconds(8);
  private static final int QUESTIONS_WITHOUT = 5;
  private static final int QUESTIONS_WITH = 25;

  /** The first token and two refreshes. */
  private static final int FEWEST_TOKENS = 3;

  private final Screen screen;
  private final TestBed testBed;
  private final Path agentJar;

  private Demo(Screen screen, TestBed testBed, Path agentJar) {
    this.screen = screen;
    this.testBed = testBed;
    this.agentJar = agentJar;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Screen screen = new Screen(System.out, List.of(arguments).contains("--colour"));
    Checkout checkout = Checkout.around(Path.of(""));
    boolean asExpected;
    try (TestBed testBed =
        new TestBed(
            Simulator.builder().tokenLifetime(TOKEN_LIFE).start(), checkout, Jvm.current())) {
      asExpected = new Demo(screen, testBed, checkout.agentJar()).run();
    }
    System.exit(asExpected ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    screen.heading("The simulated servers (all on 127.0.0.1)");
    screen.line("Foundry    " + testBed.foundryUrl() + ", simulated");
    screen.line("           It takes Entra ID tokens only, and checks each one's signature.");
    screen.line("Identity   a simulated managed identity; its tokens live " + seconds() + " s");
    screen.line("Program    agent-test-app/cases/openai-java, class Loop: one openai-java client,");
    screen.line("           created once with the key \"" + TestBed.PLACEHOLDER + "\".");
    screen.line("           It asks one question a second and knows nothing of the agent.");

    screen.heading("1. The program as it is");
    screen.command("java -cp ... Loop " + QUESTIONS_WITHOUT);
    LoopResult without = runLoop(null, QUESTIONS_WITHOUT);

    screen.heading("2. The same program, with the agent in front");
    screen.command("java -javaagent:" + agentJar.getFileName() + " -cp ... Loop " + QUESTIONS_WITH);
    LoopResult with = runLoop(agentJar, QUESTIONS_WITH);

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
    result.noise().forEach(line -> screen.line("  (program) " + line));
    return LoopResult.of(result.calls(), testBed);
  }

  private void show(Call call, List<String> bearers) {
    if (!call.ok()) {
      screen.bad(String.format(Locale.ROOT, "%2s  refused   %s", call.name(), call.brief()));
      return;
    }
    String line =
        String.format(
            Locale.ROOT,
            "%2s  answered  %4d ms  token %d  %s",
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
        without.calls().size() == QUESTIONS_WITHOUT && without.refused() == QUESTIONS_WITHOUT;
    String reason = without.calls().isEmpty() ? "" : " " + without.calls().get(0).brief();
    print(
        refused,
        "Without the agent: "
            + without.refused()
            + " of "
            + QUESTIONS_WITHOUT
            + " questions were refused."
            + reason);
    boolean answered = with.answered() == QUESTIONS_WITH;
    print(
        answered,
        "With -javaagent:   "
            + with.answered()
            + " of "
            + QUESTIONS_WITH
            + " questions were answered."
            + (answered ? times(with) : ""));
    boolean refreshed = with.tokens() >= FEWEST_TOKENS;
    print(
        refreshed,
        "Tokens:            "
            + with.tokens()
            + " different ones, each living "
            + seconds()
            + " s, so the agent refreshed "
            + Math.max(0, with.tokens() - 1)
            + " times while the program ran.");
    boolean clean = with.placeholders() == 0;
    print(
        clean,
        "Placeholder key:   "
            + with.placeholders()
            + " requests carried it to Foundry with the agent, "
            + without.placeholders()
            + " without.");
    boolean asExpected = refused && answered && refreshed && clean;
    screen.line("");
    print(
        asExpected,
        asExpected
            ? "The program did not change. One flag did it."
            : "This is not what the agent promises; see the lines above.");
    return asExpected;
  }

  private static String times(LoopResult with) {
    return " The first took "
        + with.firstMillis()
        + " ms, no later one more than "
        + with.longestMillisAfterTheFirst()
        + " ms.";
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
