package io.foundryidentity.runner.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.runner.soak.SoakTrouble.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SoakScheduleTest {

  private static List<SoakTrouble> round(SoakSchedule schedule) {
    List<SoakTrouble> round = new ArrayList<>();
    do {
      round.add(schedule.next());
    } while (round.get(round.size() - 1) != SoakTrouble.RECOVERY);
    return round;
  }

  @Test
  void a_round_holds_every_trouble_once() {
    List<SoakTrouble> all = new ArrayList<>(List.of(SoakTrouble.values()));
    all.removeAll(SoakTrouble.all(Kind.REST));
    assertThat(round(new SoakSchedule(7))).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void the_same_seed_gives_the_same_order() {
    assertThat(round(new SoakSchedule(7))).isEqualTo(round(new SoakSchedule(7)));
  }

  @Test
  void rounds_differ() {
    SoakSchedule schedule = new SoakSchedule(7);
    assertThat(round(schedule)).isNotEqualTo(round(schedule));
  }

  @Test
  void a_wrong_clock_meets_one_trouble_and_is_right_before_the_next_jump() {
    for (int seed = 0; seed < 20; seed++) {
      List<SoakTrouble> round = round(new SoakSchedule(seed));
      for (SoakTrouble wrong : List.of(SoakTrouble.AHEAD, SoakTrouble.BEHIND)) {
        int at = round.indexOf(wrong);
        assertThat(round.get(at + 1).kind()).isEqualTo(Kind.SHORT);
        assertThat(round.get(at + 2).kind()).isEqualTo(Kind.CLOCK);
        assertThat(round.get(at + 2).clock()).isEqualTo(Duration.ZERO);
      }
    }
  }
}
