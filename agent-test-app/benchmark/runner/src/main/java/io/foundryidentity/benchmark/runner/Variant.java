package io.foundryidentity.benchmark.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the ways in which the same program is run.
 *
 * @param name its name in results
 * @param options what its JVM is given
 * @param authorizes whether it sets the token, so that the program gets only a placeholder
 */
record Variant(String name, List<String> options, boolean authorizes) {

  static final String NONE = "no agent";
  static final String EMPTY = "empty agent";
  static final String OURS = "this agent";
  static final String OPEN_TELEMETRY = "OpenTelemetry's agent";

  /** The same with these options too. */
  Variant with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Variant(name, List.copyOf(all), authorizes);
  }
}
