package io.foundryidentity.runner.soak;

import io.foundryidentity.runner.soak.SoakTrouble.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which trouble comes next. A round has each short trouble, both jumps of the clock and an outage,
 * in an order that differs from round to round. The same seed gives the same order.
 */
final class SoakSchedule {

  private final Random random;
  private final Deque<SoakTrouble> round = new ArrayDeque<>();

  SoakSchedule(long seed) {
    random = new Random(seed);
  }

  SoakTrouble next() {
    if (round.isEmpty()) {
      round.addAll(newRound());
    }
    return round.remove();
  }

  /** Short troubles occur both while the clock is right and while it is wrong. */
  private List<SoakTrouble> newRound() {
    List<SoakTrouble> troubles = new ArrayList<>(SoakTrouble.all(Kind.SHORT));
    Collections.shuffle(troubles, random);
    boolean aheadFirst = random.nextBoolean();
    troubles.add(5, aheadFirst ? SoakTrouble.BEHIND_NO_MORE : SoakTrouble.AHEAD_NO_MORE);
    troubles.add(4, aheadFirst ? SoakTrouble.BEHIND : SoakTrouble.AHEAD);
    troubles.add(2, aheadFirst ? SoakTrouble.AHEAD_NO_MORE : SoakTrouble.BEHIND_NO_MORE);
    troubles.add(1, aheadFirst ? SoakTrouble.AHEAD : SoakTrouble.BEHIND);
    troubles.add(SoakTrouble.OUTAGE);
    troubles.add(SoakTrouble.RECOVERY);
    return troubles;
  }
}
