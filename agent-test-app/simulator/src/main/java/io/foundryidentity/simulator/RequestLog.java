package io.foundryidentity.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a server has received so far, in order of arrival; any thread may read it. */
final class RequestLog {
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private volatile boolean keeping = true;

  void add(ReceivedRequest request) {
    if (keeping) {
      requests.add(request);
    }
  }

  /** Load tests switch the log off, as they would measure its memory and copying. */
  void keep(boolean on) {
    keeping = on;
  }

  List<ReceivedRequest> snapshot() {
    return List.copyOf(requests);
  }

  void clear() {
    requests.clear();
  }
}
