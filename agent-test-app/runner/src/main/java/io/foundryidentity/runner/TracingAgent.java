package io.foundryidentity.runner;

import java.util.List;

/** One that tells of each request which it sees; it must tell of as many beside us. */
abstract class TracingAgent implements OtherAgent {

  /** In proportion to what arrived: some clients ask again when they are refused. */
  @Override
  public List<String> compare(Work alone, Work beside) {
    return alone.count() * beside.requests() == beside.count() * alone.requests()
        ? List.of()
        : List.of(
            "%d of %d requests traced without this agent, %d of %d with it"
                .formatted(alone.count(), alone.requests(), beside.count(), beside.requests()));
  }
}
