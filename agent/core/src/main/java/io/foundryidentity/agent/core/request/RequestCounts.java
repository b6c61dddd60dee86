package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.core.status.TargetStatus;
import java.util.concurrent.atomic.LongAdder;

/** Counts one target's requests; counting allocates nothing and no thread waits for another. */
final class RequestCounts {

  final LongAdder signed = new LongAdder();
  final LongAdder unsigned = new LongAdder();
  final LongAdder stopped = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder retried = new LongAdder();

  TargetStatus.Counts now() {
    return new TargetStatus.Counts(
        signed.sum(), unsigned.sum(), stopped.sum(), refused.sum(), retried.sum());
  }
}
