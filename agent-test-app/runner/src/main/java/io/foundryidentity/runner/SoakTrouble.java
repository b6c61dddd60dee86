package io.foundryidentity.runner;

import io.foundryidentity.simulator.EndpointBehaviour;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What happens to the identity endpoint, or to the program's clock, in one phase of a soak. */
enum SoakTrouble {
  WARM_UP("no trouble", Kind.REST, endpoint -> {}),
  TOO_MANY_REQUESTS("429, Retry-After: 1", Kind.SHORT, endpoint -> endpoint.failWith(429)),
  SERVER_ERROR("500", Kind.SHORT, endpoint -> endpoint.failWith(500)),
  GONE("410", Kind.SHORT, endpoint -> endpoint.failWith(410)),
  MALFORMED("malformed JSON", Kind.SHORT, EndpointBehaviour::malformed),
  CUT_SHORT("half an answer, half-closed", Kind.SHORT, EndpointBehaviour::cutShort),
  HUNG_UP("closed without an answer", Kind.SHORT, EndpointBehaviour::hangUp),
  SLOW("answers 2.5 s late", Kind.SHORT, endpoint -> endpoint.delay(Duration.ofMillis(2500))),
  AHEAD("clock 1 h ahead", Kind.CLOCK, endpoint -> {}),
  AHEAD_NO_MORE("clock right again", Kind.CLOCK, endpoint -> {}),
  BEHIND("clock 1 h behind", Kind.CLOCK, endpoint -> {}),
  BEHIND_NO_MORE("clock right again", Kind.CLOCK, endpoint -> {}),
  OUTAGE("500 for two token lives", Kind.OUTAGE, endpoint -> endpoint.failWith(500)),
  RECOVERY("the endpoint is back", Kind.RECOVERY, endpoint -> {});

  /** How a phase is played, and what may happen in it. */
  enum Kind {
    REST,
    /** Shorter than what a token has left when it is to be refreshed: nobody may notice. */
    SHORT,
    /** A jump of the wall clock, with an endpoint that answers: nobody may notice. */
    CLOCK,
    /** Longer than a token lives: requests may go out without one, never with a dead one. */
    OUTAGE,
    RECOVERY
  }

  private final String words;
  private final Kind kind;
  private final Consumer<EndpointBehaviour> effect;

  SoakTrouble(String words, Kind kind, Consumer<EndpointBehaviour> effect) {
    this.words = words;
    this.kind = kind;
    this.effect = effect;
  }

  Kind kind() {
    return kind;
  }

  void befall(EndpointBehaviour endpoint) {
    effect.accept(endpoint);
  }

  /** How wrong the program's clock is from this phase on; only for clock phases. */
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
