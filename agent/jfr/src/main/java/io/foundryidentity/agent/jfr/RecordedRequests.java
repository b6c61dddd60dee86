package io.foundryidentity.agent.jfr;

import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/** Records an event for each request that got a token, if a recording has these events on. */
public final class RecordedRequests implements Consumer<String> {

  /**
   * Initializes the event's class before a first token resumes many virtual threads at once. Else
   * one of them would load the class, and the others would pin their carrier threads until then.
   */
  static void load() {
    new AuthorizedRequestEvent().shouldCommit();
  }

  @Override
  public void accept(String target) {
    // Without this check a JVM that records nothing would initialize the event's class too
    if (FlightRecorder.isInitialized()) {
      record(target);
    }
  }

  private static void record(String target) {
    AuthorizedRequestEvent event = new AuthorizedRequestEvent();
    if (event.shouldCommit()) {
      event.target = target;
      event.commit();
    }
  }
}
