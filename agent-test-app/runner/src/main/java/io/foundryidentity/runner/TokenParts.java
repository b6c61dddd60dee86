package io.foundryidentity.runner;

import io.foundryidentity.simulator.Foundry;
import io.foundryidentity.simulator.ReceivedRequest;
import java.util.List;
import java.util.stream.Stream;

/** The pieces of every token that Foundry has seen: what must be nowhere else. */
record TokenParts(List<String> parts) {

  private static final String BEARER = "Bearer ";

  static TokenParts seenBy(Foundry foundry) {
    return new TokenParts(
        foundry.requests().stream()
            .flatMap(request -> request.headers().all("authorization").stream())
            .filter(value -> value.startsWith(BEARER) && !value.contains(Stage.PLACEHOLDER))
            .flatMap(value -> Stream.of(value.substring(BEARER.length()).split("\\.")))
            .distinct()
            .toList());
  }

  boolean isIn(ReceivedRequest request) {
    return parts.stream().anyMatch(request.headers()::anyValueContains)
        || isIn(request.path())
        || isIn(request.bodyText());
  }

  boolean isIn(String text) {
    return parts.stream().anyMatch(text::contains);
  }

  /** Not the parts: this may end up in a message. */
  @Override
  public String toString() {
    return parts.size() + " parts of tokens";
  }
}
