package io.foundryidentity.runner;

import java.util.ArrayList;
import java.util.List;

/** One call of one client, as it came out without the agent and with it. */
record Row(ClientCase client, Call without, Call with) {

  /** Pairs the calls of two runs; two runs that made different calls cannot be compared. */
  static List<Row> pair(ClientCase client, List<Call> without, List<Call> with) {
    List<String> names = without.stream().map(Call::name).toList();
    List<String> others = with.stream().map(Call::name).toList();
    if (!names.equals(others)) {
      throw new IllegalStateException(
          client + " made other calls with the agent: " + others + " instead of " + names);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      rows.add(new Row(client, without.get(i), with.get(i)));
    }
    return rows;
  }

  String call() {
    return without.name();
  }

  /** What the agent is for: turned away without it, answered with it. */
  boolean asItShouldBe() {
    return without.refused() && with.ok();
  }
}
