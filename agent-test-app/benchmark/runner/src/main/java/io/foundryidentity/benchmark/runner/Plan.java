package io.foundryidentity.benchmark.runner;

/**
 * How much is run.
 *
 * @param helloRounds rounds of hello-world
 * @param otherAgentEvery OpenTelemetry's agent is run in each so-many-th round; 0 leaves it out
 * @param startRounds rounds of the program whose first act is a call
 * @param firstRequestRounds rounds of the first request with a token at hand
 * @param serviceRounds rounds of the Spring Boot service
 * @param memoryRounds rounds of 10,000 requests
 * @param forks JVMs of each variant, one after the other, for the throughput
 * @param warmUpRequests how many each of them sends before it counts: time would leave a slow one
 *     colder
 * @param warmUpRounds rounds of each that do not count either: a JVM is not at its best until it
 *     was told to work several times
 * @param roundsOfFork its rounds that count
 * @param roundMillis how long each is
 * @param sidecars whether azure-identity in code and the proxies are measured too
 */
record Plan(
    int helloRounds,
    int otherAgentEvery,
    int startRounds,
    int firstRequestRounds,
    int serviceRounds,
    int memoryRounds,
    int forks,
    int warmUpRequests,
    int warmUpRounds,
    int roundsOfFork,
    int roundMillis,
    boolean sidecars) {

  /** For the page. */
  static final Plan FULL = new Plan(15, 5, 5, 15, 3, 5, 2, 100_000, 10, 12, 400, true);

  /** For the budgets alone. */
  static final Plan QUICK = new Plan(9, 0, 7, 7, 0, 3, 1, 100_000, 10, 12, 400, false);
}
