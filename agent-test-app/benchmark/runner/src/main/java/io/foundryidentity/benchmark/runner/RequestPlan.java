package io.foundryidentity.benchmark.runner;

/**
 * How much the part {@code requests} runs.
 *
 * @param forks pairs of JVMs of each client: two JVMs never compile a program in the same way
 * @param warmUpRequests of each JVM
 * @param rounds pairs of measurements of each fork
 * @param requestsOfRound how many requests are one measurement: few, so that both of a pair see the
 *     same machine
 * @param counts whether objects are counted over TLS too, and beside those of the client's own hook
 */
record RequestPlan(int forks, int warmUpRequests, int rounds, int requestsOfRound, boolean counts) {

  static final RequestPlan FULL = new RequestPlan(6, 60_000, 400, 100, true);

  static final RequestPlan QUICK = new RequestPlan(2, 40_000, 300, 100, false);
}
