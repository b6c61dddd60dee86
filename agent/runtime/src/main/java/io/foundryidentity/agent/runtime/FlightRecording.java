package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.core.request.TargetAuthorizer;
import io.foundryidentity.agent.core.token.TokenSourceFactory;
import io.foundryidentity.agent.jfr.RecordedRequests;
import io.foundryidentity.agent.jfr.RecordedTokenSources;

/** Has what the agent does recorded, where this Java has a Flight Recorder. */
final class FlightRecording {

  private static final int FIRST_JAVA = 11;

  private FlightRecording() {}

  static TokenSourceFactory of(TokenSourceFactory sources) {
    return isHere() ? Recorded.sources(sources) : sources;
  }

  static void of(TargetAuthorizer authorizer) {
    if (isHere()) {
      Recorded.requests(authorizer);
    }
  }

  /** A Java that was put together for one application often goes without. */
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

  /** Apart, so that an older Java never sees a class of the newer module. */
  private static final class Recorded {

    private Recorded() {}

    static TokenSourceFactory sources(TokenSourceFactory sources) {
      return new RecordedTokenSources(sources);
    }

    static void requests(TargetAuthorizer authorizer) {
      authorizer.onEachSigned(new RecordedRequests());
    }
  }
}
