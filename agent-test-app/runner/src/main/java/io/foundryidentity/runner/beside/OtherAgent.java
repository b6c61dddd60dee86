package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An agent that people run with this one, and how a run shows that it still does its own work. */
interface OtherAgent {

  /** Its name as an argument of the script. */
  String name();

  /** Its name in tables. */
  String title();

  /** Its jar, which the script has downloaded. */
  Path jar(Checkout checkout);

  /**
   * The cases that it is tested with.
   *
   * @param all whether that is every case, and not a selection
   */
  List<ClientCase> cases(boolean all);

  /** Sets it up for one run of a case; closed when the run has ended. */
  Setup setUp(ClientCase client, Path folder) throws IOException;

  /** Whether a call tests the other agent itself, so that it succeeds without this agent too. */
  default boolean isOwn(Call call) {
    return false;
  }

  /** How long the identity endpoint waits before it answers. */
  default Duration tokenDelay() {
    return Duration.ZERO;
  }

  /** Compares its work without and with this agent; returns what is wrong, empty if nothing is. */
  List<String> compare(Work alone, Work beside);

  /** What the page says about how its work was observed. */
  String note();

  /**
   * The work of the other agent in one run.
   *
   * @param count how many traces, classes or other items it has produced
   * @param requests how many requests Foundry received
   */
  record Work(long count, long requests) {}

  /** The other agent's options for one run of a case, and its result. */
  interface Setup extends AutoCloseable {

    /** What follows {@code -javaagent:JAR} on the command line, from the equals sign on. */
    default String arguments() {
      return "";
    }

    /** Other JVM options; their position does not matter. */
    default List<String> options() {
      return List.of();
    }

    default Map<String, String> environment() {
      return Map.of();
    }

    /** How much of its own work it has done when the case has ended. */
    long work(CaseProcess.Result result) throws IOException;

    /** What it reports against this agent in a run of both; empty if nothing. */
    default List<String> objections(CaseProcess.Result result) throws IOException {
      return List.of();
    }

    @Override
    default void close() {}
  }
}
