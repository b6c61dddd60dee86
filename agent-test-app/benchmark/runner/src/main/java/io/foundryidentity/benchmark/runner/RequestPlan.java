package io.foundryidentity.benchmark.runner;

/**
 * How much the part {@code requests} runs.
 *
 * @param forks pairs of JVMs of each client: two JVMs never compile a program in the same way, and
 *     each pair gives one value
 * @param warmUpRequests of each JVM. After half as many the JVM still compiles
 * @param rounds pairs of measurements of each fork
 * @param requestsOfRound how many requests are one measurement: few, so that both of a pair see the
 *     same machine
 * @param counts in how many forks objects are counted over TLS too, and beside those of the
 *     client's own hook
 */
record RequestPlan(int forks, int warmUpRequests, int rounds, int requestsOfRound, int counts) {

  static final RequestPlan FULL = new RequestPlan(9, 80_000, 60, 100, 2);

  static final RequestPlan QUICK = new RequestPlan(3, 80_000, 60, 100, 0);
}
