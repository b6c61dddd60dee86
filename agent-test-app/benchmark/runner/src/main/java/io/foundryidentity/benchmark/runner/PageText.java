package io.foundryidentity.benchmark.runner;

/** The page's sentences. */
final class PageText {

  static final String HEAD =
      """
      # What it costs

      Written by `scripts/benchmark`, from runs on the machine at the end of this page. Numbers are medians, with the 95 %
      confidence interval of the median behind them (of lookups: the middle half of JMH's iterations). What is compared is run
      in turn, in one go, and ratios and differences are taken within each round, so that a busy machine disturbs both sides.

      ```
      scripts/benchmark              # all of it, an hour; --page writes this page again from its results
      scripts/benchmark --quick      # the budgets alone, for a build
      ```

      ## Budgets

      A budget is broken, and the script ends with 1, where the median and the whole of its interval lie beyond the limit.

      """;

  static final String STARTUP =
      """

      ## Start-up

      `scripts/benchmark startup`. Programs: `agent-test-app/benchmark/programs` and `spring-boot-service`. The empty agent has
      a `premain` that does nothing: what it costs more than none is the JVM's own. OpenTelemetry's agent is as it comes,
      with its exporters off; it does far more than this one, and stands here as the agent that many know. Without this agent a
      program is given a token, so that every call is answered by 200. Foundry and the identity endpoint are simulated, on
      loopback, over TLS.
      """;

  static final String FIRST_REQUEST =
      """

      ### The first request, with a token at hand

      The time of the first call alone, in a JVM whose client is built and, with the agent, whose token has come: what is left is
      the changing of the client's classes and the first use of the agent's own.

      """;

  static final String MEMORY =
      """

      ## Memory after 10,000 requests

      `scripts/benchmark memory`: what is resident then, over eight connections, with the collector and the heap of a small
      container (`-XX:+UseSerialGC -Xmx128m`).

      """;

  static final String LOOKUP =
      """

      ## Lookup

      `scripts/benchmark lookup`: what the agent does for each request, by JMH, in `agent/benchmark`. Times are those of one
      processor. `ClockLookup` is one reading of the clock: a hit reads it once, so that no token is sent after its end, even by
      a machine that has just slept. `AzureLookup` is what an application has without the agent: azure-core's cache, and
      openai-java's credential over azure-identity's supplier, which sends a request to `www.example.com` each time it is asked;
      here that is answered without a network.

      """;

  static final String THROUGHPUT =
      """

      ## Throughput

      `scripts/benchmark throughput`. Eight threads over eight connections, each of which sends when it has its answer;
      `agent-test-app/benchmark/programs` has the client of each stack. The server is an nginx with one worker, a fixed answer,
      and a refusal for requests without a token. All is plain HTTP over loopback, which the agent signs for a loopback address
      written out with its scheme: TLS and a network would hide the cost. A real model takes a thousand times as long to answer.
      nginx and haproxy, with one worker each, stand for a proxy beside the application that sets the header. JVMs are new in each
      of four forks, since no two JVMs of the same program are compiled quite alike. They are warmed up until their compilers
      have caught up, and what they made at their start is made old by one full collection, as it is in a service that has run
      for a while; then they work by turns, in an order that is shuffled. Their heap has one size, 512 MB: G1 else shrinks it
      when a JVM's classes pass 21 MB of metadata, which a service does by itself, and these small programs do with the 11 MB
      of this agent's classes.

      """;

  static final String REFRESH =
      """

      ## Refresh

      `scripts/benchmark refresh`: callers that never stop asking while tokens are refreshed at an identity endpoint
      that is in trouble. azure-core's cache is what azure-identity uses in an application.

      """;

  static final String MACHINE =
      """

      ## Machine and versions

      """;

  private PageText() {}
}
