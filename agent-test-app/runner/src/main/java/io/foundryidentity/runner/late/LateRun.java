package io.foundryidentity.runner.late;

import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.runner.testbed.TestBeds.ObservedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one case did while its token was late.
 *
 * @param calls how many it made
 * @param untilFirstRequest from the agent's question for a token, which is as early as the call or
 *     earlier, to the arrival of the first request at Foundry
 * @param faults what is wrong; empty if nothing is
 */
record LateRun(int calls, Duration untilFirstRequest, List<String> faults) {

  /** For the TLS handshake and the classes of a client's first request, on a busy machine. */
  private static final Duration TO_SEND = Duration.ofSeconds(5);

  static LateRun of(ObservedRun observed, boolean azureForm, Duration late) {
    List<String> faults = new ArrayList<>();
    if (observed.result().exit() != 0) {
      faults.add("ended with " + observed.result().exit() + ": " + observed.result().noise());
    }
    List<Call> calls = observed.result().tried(azureForm);
    calls.stream()
        .filter(call -> !call.ok())
        .forEach(call -> faults.add(call.name() + ": " + call.text()));
    if (observed.atFoundry().stream().anyMatch(TestBed::holdsPlaceholder)) {
      faults.add("a request left with the placeholder key");
    }
    if (calls.isEmpty() || observed.atFoundry().isEmpty()) {
      faults.add("no request reached Foundry");
      return new LateRun(calls.size(), Duration.ZERO, faults);
    }
    if (observed.atIdentityEndpoint().isEmpty()) {
      faults.add("nobody asked for a token");
      return new LateRun(calls.size(), Duration.ZERO, faults);
    }
    Duration until =
        Duration.ofNanos(
            observed.atFoundry().get(0).receivedAtNanos()
                - observed.atIdentityEndpoint().get(0).receivedAtNanos());
    if (until.compareTo(late) < 0) {
      faults.add("the first request left before its token could be there: " + until);
    }
    if (until.compareTo(late.plus(TO_SEND)) > 0) {
      faults.add("the first request left long after its token was there: " + until);
    }
    return new LateRun(calls.size(), until, faults);
  }
}
