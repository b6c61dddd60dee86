package io.foundryidentity.runner.soak;

import io.foundryidentity.simulator.EndpointBehaviour;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What happens to the identity endpoint, or to the program's clock, in one phase of a soak. */
enum SoakTrouble {
  WARM_UP("no trouble", Kind.REST),
  TOO_MANY_REQUESTS("429, Retry-After: 1", Kind.SHORT),
  SERVER_ERROR("500", Kind.SHORT),
  GONE("410", Kind.SHORT),
  MALFORMED("malformed JSON", Kind.SHORT),
  CUT_SHORT("half an answer, half-closed", Kind.SHORT),
  HUNG_UP("closed without an answer", Kind.SHORT),
  SLOW("answers 2.5 s late", Kind.SHORT),
  AHEAD("clock 1 h ahead", Kind.CLOCK),
  AHEAD_NO_MORE("clock right again", Kind.CLOCK),
  BEHIND("clock 1 h behind", Kind.CLOCK),
  BEHIND_NO_MORE("clock right again", Kind.CLOCK),
  OUTAGE("500 for two token lives", Kind.OUTAGE),
  RECOVERY("the endpoint is back", Kind.RECOVERY);

  /** How a phase is run, and what may happen in it. */
  enum Kind {
    REST,
    /** Shorter than a token's life after its refresh is due: no request may be affected. */
    SHORT,
    /** A jump of the wall clock, with an endpoint that works: no request may be affected. */
    CLOCK,
    /**
     * Longer than a token's life: requests may go out without a token, never with an expired one.
     */
    OUTAGE,
    RECOVERY
  }

  private final String words;
  private final Kind kind;

  SoakTrouble(String words, Kind kind) {
    this.words = words;
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  void applyTo(EndpointBehaviour endpoint) {
    switch (this) {
      case TOO_MANY_REQUESTS -> endpoint.failWith(429);
      case SERVER_ERROR, OUTAGE -> endpoint.failWith(500);
      case GONE -> endpoint.failWith(410);
      case MALFORMED -> endpoint.malformed();
      case CUT_SHORT -> endpoint.cutShort();
      case HUNG_UP -> endpoint.hangUp();
      case SLOW -> endpoint.delay(Duration.ofMillis(2500));
      default -> throw new IllegalArgumentException(this + " does not concern the endpoint");
    }
  }

  /** How far the program's clock is off from this phase on; only for clock phases. */
  Duration clock() {
    return switch (this) {
      case AHEAD -> Duration.ofHours(1);
      case BEHIND -> Duration.ofHours(-1);
      default -> Duration.ZERO;
    };
  }

  /** Whether the failure policy may let requests go out as the program wrote them. */
  boolean mayGoWithout() {
    return kind == Kind.OUTAGE || kind == Kind.RECOVERY;
  }

  static List<SoakTrouble> all(Kind kind) {
    return Arrays.stream(values()).filter(trouble -> trouble.kind == kind).toList();
  }

  @Override
  public String toString() {
    return words;
  }
}
