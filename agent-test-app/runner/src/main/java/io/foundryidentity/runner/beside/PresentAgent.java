package io.foundryidentity.runner.beside;

import java.util.List;

/** An agent whose work can be found after a run, but not counted. */
abstract class PresentAgent implements OtherAgent {

  @Override
  public List<String> compare(Work alone, Work beside) {
    if (alone.count() == 0) {
      return List.of("without this agent nothing was seen of " + title());
    }
    return beside.count() > 0 ? List.of() : List.of("nothing was seen of " + title());
  }
}
