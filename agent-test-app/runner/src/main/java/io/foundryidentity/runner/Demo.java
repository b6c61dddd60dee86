package io.foundryidentity.runner;

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
 * Shows what the agent is for: one unchanged program, refused without it and answered with it, over
 * tokens so short-lived that they are refreshed before one's eyes.
 *
 * <p>Ends with 1 where that is not what happened. {@code --colour} paints for a terminal.
 */
public final class Demo {

  private static final Duration TOKEN_LIFE = Duration.ofSeconds(8);
  private static final int QUESTIONS_WITHOUT = 5;
  private static final int QUESTIONS_WITH = 25;

  /** The first token and two refreshes. */
  private static final int FEWEST_TOKENS = 3;

  private final Screen screen;
  private final Stage stage;
  private final Path agentJar;

  private Demo(Screen screen, Stage stage, Path agentJar) {
    this.screen = screen;
    this.stage = stage;
    this.agentJar = agentJar;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Screen screen = new Screen(System.out, List.of(arguments).contains("--colour"));
    Checkout checkout = Checkout.around(Path.of(""));
    boolean asPromised;
    try (Stage stage =
        new Stage(Simulator.builder().tokenLifetime(TOKEN_LIFE).start(), checkout, Jvm.current())) {
      asPromised = new Demo(screen, stage, checkout.agentJar()).play();
    }
    System.exit(asPromised ? 0 : 1);
  }

  private boolean play() throws IOException, InterruptedException {
    screen.heading("The stage (all of it on 127.0.0.1)");
    screen.line("Foundry    " + stage.foundryUrl() + ", simulated");
    screen.line("           It takes Entra ID tokens only, and checks each one's signature.");
    screen.line("Identity   a simulated managed identity; its tokens live " + seconds() + " s");
    screen.line("Program    agent-test-app/cases/openai-java, class Loop: one openai-java client,");
    screen.line("           created once with the key \"" + Stage.PLACEHOLDER + "\".");
    screen.line("           It asks one question a second and knows nothing of the agent.");

    screen.heading("1. The program as it is");
    screen.command("java -cp ... Loop " + QUESTIONS_WITHOUT);
    Performance without = perform(null, QUESTIONS_WITHOUT);

    screen.heading("2. The same program, with the agent in front");
    screen.command("java -javaagent:" + agentJar.getFileName() + " -cp ... Loop " + QUESTIONS_WITH);
    Performance with = perform(agentJar, QUESTIONS_WITH);

    return conclude(without, with);
  }

  private Performance perform(@Nullable Path agent, int questions)
      throws IOException, InterruptedException {
    stage.simulator().foundry().clear();
    List<String> bearers = new ArrayList<>();
    CaseProcess.Result result =
        stage.run(
            ClientCase.LOOP,
            agent,
            List.of(Integer.toString(questions)),
            call -> show(call, bearers));
    result.noise().forEach(line -> screen.line("  (program) " + line));
    return Performance.of(result.calls(), stage);
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
            Performance.millis(call),
            tokenNumber(bearers),
            Performance.words(call));
    screen.good(line);
  }

  /** Numbers the bearers in the order in which Foundry met them; none is ever printed. */
  private int tokenNumber(List<String> bearers) {
    List<ReceivedRequest> requests = stage.simulator().foundry().requests();
    String latest = String.valueOf(requests.get(requests.size() - 1).header("authorization"));
    if (!bearers.contains(latest)) {
      bearers.add(latest);
    }
    return bearers.indexOf(latest) + 1;
  }

  private boolean conclude(Performance without, Performance with) {
    screen.heading("What happened");
    boolean refused =
        without.calls().size() == QUESTIONS_WITHOUT && without.refused() == QUESTIONS_WITHOUT;
    String reason = without.calls().isEmpty() ? "" : " " + without.calls().get(0).brief();
    tell(
        refused,
        "Without the agent: "
            + without.refused()
            + " of "
            + QUESTIONS_WITHOUT
            + " questions were refused."
            + reason);
    boolean answered = with.answered() == QUESTIONS_WITH;
    tell(
        answered,
        "With -javaagent:   "
            + with.answered()
            + " of "
            + QUESTIONS_WITH
            + " questions were answered."
            + (answered ? times(with) : ""));
    boolean refreshed = with.tokens() >= FEWEST_TOKENS;
    tell(
        refreshed,
        "Tokens:            "
            + with.tokens()
            + " different ones, each living "
            + seconds()
            + " s, so the agent refreshed "
            + Math.max(0, with.tokens() - 1)
            + " times while the program ran.");
    boolean clean = with.placeholders() == 0;
    tell(
        clean,
        "Placeholder key:   "
            + with.placeholders()
            + " requests carried it to Foundry with the agent, "
            + without.placeholders()
            + " without.");
    boolean asPromised = refused && answered && refreshed && clean;
    screen.line("");
    tell(
        asPromised,
        asPromised
            ? "The program did not change. One flag did it."
            : "This is not what the agent promises; see the lines above.");
    return asPromised;
  }

  private static String times(Performance with) {
    return " The first took "
        + with.firstMillis()
        + " ms, no later one more than "
        + with.longestMillisAfterTheFirst()
        + " ms.";
  }

  private void tell(boolean asPromised, String text) {
    if (asPromised) {
      screen.good(text);
    } else {
      screen.bad(text);
    }
  }

  private static long seconds() {
    return TOKEN_LIFE.toSeconds();
  }
}
