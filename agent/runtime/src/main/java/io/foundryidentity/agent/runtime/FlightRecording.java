package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.request.TargetLookup;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import io.foundryidentity.agent.jfr.RecordedRequests;
import io.foundryidentity.agent.jfr.RecordedTokenSources;

/** Records what the agent does, if this Java has Flight Recorder. */
final class FlightRecording {

  private static final int FIRST_JAVA = 11;

  private FlightRecording() {}

  static TokenSourceFactory of(TokenSourceFactory sources) {
    return isHere() ? Recorded.sources(sources) : sources;
  }

  static void of(TargetLookup lookup) {
    if (isHere()) {
      Recorded.requests(lookup);
    }
  }

  /** A runtime image that jlink made for one application often does not have it. */
  private static boolean isHere() {
    if (JavaVersion.current() < FIRST_JAVA) {
      return false;
    }
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, null);
      return true;
    } catch (ClassNotFoundException noSuchModule) {
      return false;
    }
  }

  /** A class of its own, so that an older Java never loads a class of the newer module. */
  private static final class Recorded {

    private Recorded() {}

    static TokenSourceFactory sources(TokenSourceFactory sources) {
      return new RecordedTokenSources(sources);
    }

    static void requests(TargetLookup lookup) {
      lookup.onEachAuthorized(new RecordedRequests());
    }
  }
}
