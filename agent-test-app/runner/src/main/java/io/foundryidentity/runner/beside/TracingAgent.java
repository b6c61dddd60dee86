package io.foundryidentity.runner.beside;

import java.util.List;

/**
 * An agent that reports each request; it must report as many with this agent as without, or all.
 */
abstract class TracingAgent implements OtherAgent {

  /** In proportion to the requests received: some clients send a refused request again. */
  @Override
  public List<String> compare(Work alone, Work beside) {
    long with = beside.count() * alone.requests();
    long without = alone.count() * beside.requests();
    // Alone it may lose a report when the program ends on a busy machine
    boolean all = beside.count() == beside.requests() && without < with;
    return with == without || all
        ? List.of()
        : List.of(
            "%d of %d requests traced without this agent, %d of %d with it"
                .formatted(alone.count(), alone.requests(), beside.count(), beside.requests()));
  }
}
