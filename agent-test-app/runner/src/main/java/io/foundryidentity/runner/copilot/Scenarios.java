package io.foundryidentity.runner.copilot;

import io.foundryidentity.runner.copilot.Scenario.How;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is played: everything once on each CLI and in each way, and more on the oldest and newest.
 */
final class Scenarios {

  private static final String PACKAGE = "io.foundryidentity.cases.copilotsdk.";
  static final String PROMPTS = PACKAGE + "PromptMain";
  static final String PLAYS = PACKAGE + "PlaysMain";
  private static final String SDK = PACKAGE + "Main";
  private static final String STAND_IN = PACKAGE + "NewerMain";

  /** Every JWT begins with it; no log may contain one. */
  static final String TOKEN = "eyJ";

  static final int TURNS = 10;

  /** Together with the pauses between them still longer than a token's life. */
  private static final int FEW_TURNS = 5;

  /** A prompt that takes longer than a token's life, in one process. */
  private static final Map<String, String> LONG_WORK =
      Map.of("CASE_PROMPT", "Run `sleep 4` 5 times, then say hello");

  private static final Map<String, String> RESPONSES = Map.of("CASE_WIRE_API", "responses");
  private static final Map<String, String> WEB_SOCKETS =
      Map.of("CASE_WIRE_API", "responses", "CASE_MODEL_TRANSPORT", "websockets");
  private static final Map<String, String> ANTHROPIC = Map.of("CASE_TYPE", "anthropic");
  private static final Map<String, String> AZURE = Map.of("CASE_TYPE", "azure");

  private final List<Scenario> all = new ArrayList<>();

  private Scenarios() {}

  static List<Scenario> of(List<CopilotCli> clis) {
    Scenarios scenarios = new Scenarios();
    for (CopilotCli cli : clis) {
      for (How how : How.values()) {
        scenarios.plays(cli, how);
      }
    }
    CopilotCli oldest = clis.get(0);
    CopilotCli newest = clis.get(clis.size() - 1);
    scenarios.conversations(oldest, SDK, "SDK 0.3");
    scenarios.conversations(newest, STAND_IN, "SDK 1.x");
    scenarios.prompts(oldest);
    scenarios.prompts(newest);
    return scenarios.all;
  }

  private void plays(CopilotCli cli, How how) {
    boolean told = how == How.FOUND && !cli.asksForTokens();
    String way = cli.asksForTokens() ? "callback" : told ? "at creation" : "gateway";
    List<String> plays =
        new ArrayList<>(List.of("TURNS", "TWELVE", "TOOL", "SUBAGENT", "ABORT", "RESUME", "FORK"));
    if (cli.hasRegistry()) {
      plays.add("UPDATE");
      plays.add("ADD");
    }
    if (cli.hasSync()) {
      plays.add("SYNC");
    }
    Map<String, String> set = new TreeMap<>();
    set.put("CASE_PLAYS", String.join(",", plays));
    set.put("CASE_SLEEPS", told ? "5" : "3");
    all.add(
        new Scenario(
            cli.version() + " " + how,
            PLAYS,
            cli,
            how,
            way,
            0,
            12 + plays.size(),
            told ? Set.of("TOOL", "ADD tool", "ABORT after") : Set.of(),
            false,
            set));
  }

  private void conversations(CopilotCli cli, String program, String sdk) {
    String way = cli.asksForTokens() ? "callback" : "gateway";
    String told = cli.asksForTokens() ? "callback" : "at creation";
    conversation(sdk, program, cli, How.STARTED, way, TURNS, Map.of());
    conversation(sdk + ", responses", program, cli, How.STARTED, way, FEW_TURNS, RESPONSES);
    conversation(sdk + ", azure", program, cli, How.TCP, way, FEW_TURNS, AZURE);
    conversation(sdk + ", anthropic", program, cli, How.STARTED, way, FEW_TURNS, ANTHROPIC);
    if (cli.hasWebSockets()) {
      conversation(sdk + ", WebSockets", program, cli, How.STARTED, way, FEW_TURNS, WEB_SOCKETS);
    }
    conversation(sdk, program, cli, How.FOUND, told, TURNS, Map.of());
  }

  private void conversation(
      String name,
      String program,
      CopilotCli cli,
      How how,
      String way,
      int turns,
      Map<String, String> set) {
    Map<String, String> all = new TreeMap<>(set);
    all.put("CASE_TURNS", String.valueOf(turns));
    boolean controlled = turns == TURNS && how == How.STARTED;
    add(name, program, cli, how, way, 2 * turns, 2, controlled, all);
  }

  /** Of a program without the SDK, where the agent's configuration must name the client. */
  private void prompts(CopilotCli cli) {
    prompts("copilot -p", cli, FEW_TURNS, Map.of());
    if (cli.asksForTokens()) {
      prompts("copilot -p, responses", cli, 1, RESPONSES);
      prompts(
          "copilot -p, SDK seen",
          cli,
          1,
          Map.of("CASE_LOADS", "com.github.copilot.sdk.CopilotClient"));
    }
    prompts("copilot -p, azure", cli, 1, AZURE);
    prompts("copilot -p, anthropic", cli, 1, ANTHROPIC);
    prompts("copilot -p, long", cli, 1, LONG_WORK);
  }

  private void prompts(String name, CopilotCli cli, int turns, Map<String, String> set) {
    Map<String, String> named = new TreeMap<>(set);
    named.put("CASE_TURNS", String.valueOf(turns));
    if (!set.containsKey("CASE_LOADS")) {
      named.put("FOUNDRY_IDENTITY_CLIENTS", "copilot-cli");
    }
    add(name, PROMPTS, cli, How.STARTED, "gateway", turns, turns, turns > 1, named);
  }

  private void add(
      String name,
      String program,
      CopilotCli cli,
      How how,
      String way,
      int calls,
      int lines,
      boolean controlled,
      Map<String, String> set) {
    String title = cli.version() + " " + how + ": " + name;
    all.add(new Scenario(title, program, cli, how, way, calls, lines, Set.of(), controlled, set));
  }
}
