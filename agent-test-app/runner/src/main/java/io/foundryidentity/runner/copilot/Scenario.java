package io.foundryidentity.runner.copilot;

import io.foundryidentity.runner.process.CaseProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One program over one CLI: a conversation of two sessions, several prompts, or plays.
 *
 * @param name what the report calls it
 * @param how whether the program starts the CLI, or finds it
 * @param way how the tokens reach the CLI, as the agent's log says it; the first that it says
 * @param calls how many calls the program makes, or none if its plays are to count
 * @param lines how many lines the agent logs at least
 * @param refused the calls that may fail with a 401, as the token cannot be replaced in a turn
 * @param controlled whether the program is also run without the agent
 */
record Scenario(
    String name,
    String program,
    CopilotCli cli,
    How how,
    String way,
    int calls,
    int lines,
    Set<String> refused,
    boolean controlled,
    Map<String, String> set) {

  enum How {
    STARTED("started"),
    TCP("started, TCP"),
    FOUND("found");

    private final String text;

    How(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Whether the CLI is told its tokens, which then must live longer than a turn takes. */
  boolean isTold() {
    return way.equals("at creation");
  }

  boolean isPrompts() {
    return program.equals(Scenarios.PROMPTS);
  }

  boolean isPlays() {
    return program.equals(Scenarios.PLAYS);
  }

  List<String> plays() {
    return List.of(set.getOrDefault("CASE_PLAYS", "").split(","));
  }

  boolean isLine(String noise) {
    return isPrompts()
        ? noise.contains("Copilot CLI started: ") && noise.endsWith(" by " + way)
        : noise.contains("Copilot session ")
            && noise.contains("by " + way)
            && noise.endsWith(", CLI " + cli.version());
  }

  /** Whether every play that was asked for has ended well, as far as it could. */
  boolean isAsExpected(CaseProcess.Result result) {
    boolean asExpected =
        result.exit() == 0
            && result.noise().stream().filter(this::isLine).count() >= lines
            && result.noise().stream().noneMatch(line -> line.contains(Scenarios.TOKEN))
            && result.calls().stream()
                .allMatch(call -> call.ok() || (refused.contains(call.name()) && call.refused()));
    if (isPlays()) {
      for (String play : plays()) {
        asExpected &= result.calls().stream().anyMatch(call -> call.name().startsWith(play));
      }
      return asExpected;
    }
    return asExpected && result.calls().size() == calls;
  }
}
