package io.foundryidentity.runner.clients;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import java.util.ArrayList;
import java.util.List;

/** One call of one client, and its results without and with the agent. */
record Row(ClientCase client, Call without, Call with) {

  /** Pairs the calls of two runs; fails if the runs made different calls. */
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

  /** Whether the call was refused without the agent and answered with it. */
  boolean asExpected() {
    return without.refused() && with.ok();
  }
}
