package io.foundryidentity.runner;

import io.foundryidentity.runner.SoakTrouble.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which trouble comes next: rounds that hold each short one, both jumps of the clock and an outage,
 * every round in an order of its own. The same seed gives the same order.
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

  /** The short troubles strike under a right clock and under wrong ones. */
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
