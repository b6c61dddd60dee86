package io.foundryidentity.runner;

import java.util.List;

/** One whose work is there or is not. */
abstract class PresentAgent implements OtherAgent {

  @Override
  public List<String> compare(Work alone, Work beside) {
    if (alone.count() == 0) {
      return List.of("without this agent nothing was seen of " + title());
    }
    return beside.count() > 0 ? List.of() : List.of("nothing was seen of " + title());
  }
}
