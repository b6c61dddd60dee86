package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An agent that people run beside this one, and how it is seen that it still does its own work. */
interface OtherAgent {

  /** What the script is told to start this one alone. */
  String name();

  /** What people call it. */
  String title();

  /** Its jar, where the script has put it. */
  Path jar(Checkout checkout);

  /**
   * What it is tried with.
   *
   * @param all whether it takes all cases that there are, and not a choice of them
   */
  List<ClientCase> cases(boolean all);

  /** How it is set up for one run of a case; closed when that is over. */
  Visit visit(ClientCase client, Path folder) throws IOException;

  /** Whether a call is the other agent's affair, which comes out the same with and without us. */
  default boolean isOwn(Call call) {
    return false;
  }

  /** How late the identity endpoint answers; by default it does not keep anybody waiting. */
  default Duration tokenDelay() {
    return Duration.ZERO;
  }

  /** What the work that it was seen to do says against our agent; empty is what is wanted. */
  List<String> compare(Work alone, Work beside);

  /** What the page says of how it was seen. */
  String note();

  /**
   * What the other agent was seen to do in one run.
   *
   * @param count of traces, of classes, whatever it is that this agent does
   * @param requests how many of them came to Foundry
   */
  record Work(long count, long requests) {}

  /** One run of a case in the company of the other agent. */
  interface Visit extends AutoCloseable {

    /** What stands behind {@code -javaagent:} and the jar's name, from the equals sign on. */
    default String arguments() {
      return "";
    }

    /** Options of its own beside the flag; these may stand anywhere. */
    default List<String> options() {
      return List.of();
    }

    default Map<String, String> environment() {
      return Map.of();
    }

    /** How much of its own work it has done, once the case has ended. */
    long work(CaseProcess.Result result) throws IOException;

    /** What it has against our agent in a run of both; empty is what is wanted. */
    default List<String> objections(CaseProcess.Result result) throws IOException {
      return List.of();
    }

    @Override
    default void close() {}
  }
}
