package io.foundryidentity.agent.jfr;

import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/** Makes an event of each signed request where a recording asks for them. */
public final class RecordedRequests implements Consumer<String> {

  /**
   * Sets up the event's class before a first token wakes many virtual threads at once: one of them
   * would load it, and the others would hold their carrier threads meanwhile.
   */
  static void load() {
    new SignedRequestEvent().shouldCommit();
  }

  @Override
  public void accept(String target) {
    // Else the event's class would be set up by the first request of a JVM that records nothing
    if (FlightRecorder.isInitialized()) {
      record(target);
    }
  }

  private static void record(String target) {
    SignedRequestEvent event = new SignedRequestEvent();
    if (event.shouldCommit()) {
      event.target = target;
      event.commit();
    }
  }
}
