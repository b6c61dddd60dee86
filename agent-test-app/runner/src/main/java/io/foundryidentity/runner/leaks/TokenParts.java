package io.foundryidentity.runner.leaks;

import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.simulator.Foundry;
import io.foundryidentity.simulator.ReceivedRequest;
import java.util.List;
import java.util.stream.Stream;

/** The parts of every token that Foundry received; no other place may have any of them. */
record TokenParts(List<String> parts) {

  private static final String BEARER = "Bearer ";

  static TokenParts receivedBy(Foundry foundry) {
    return new TokenParts(
        foundry.requests().stream()
            .flatMap(request -> request.headers().all("authorization").stream())
            .filter(value -> value.startsWith(BEARER) && !value.contains(TestBed.PLACEHOLDER))
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

  /** Without the parts themselves, as this text may be printed. */
  @Override
  public String toString() {
    return parts.size() + " parts of tokens";
  }
}
