package io.foundryidentity.benchmark.runner;

/** The page's sentences. */
final class PageText {

  static final String HEAD =
      """
      # What it costs

      `scripts/benchmark` writes this page from runs on the machine at the end of the page. Numbers are medians, followed by the
      95 % confidence interval of the median (for lookups: the middle half of JMH's iterations). Programs that are compared run
      alternately in one session. Ratios and differences are calculated within each round, so a busy machine affects both sides.

      ```
      scripts/benchmark              # all of it, more than an hour; --page writes this page again from its results
      scripts/benchmark --quick      # the budgets alone, for a build; the script prints when each part begins
      ```

      ## Budgets

      A budget is broken, and the script ends with 1, if the median and its whole interval are beyond the limit.

      """;

  static final String STARTUP =
      """

      ## Start-up

      `scripts/benchmark startup`. Programs: `agent-test-app/benchmark/programs` and `spring-boot-service`. The empty agent has
      a `premain` that does nothing: its cost is the cost of the JVM's agent support. OpenTelemetry's agent runs with its default
      settings and with its exporters off. It does much more than this one, and is here for comparison because many people know it.
      Without this agent the program gets a token, so that every call is answered with 200. Foundry and the identity endpoint are
      simulated, on loopback, over TLS.
      """;

  static final String FIRST_REQUEST =
      """

      ### The first request, with a token at hand

      The time of the first call only. The client is already built and, with the agent, the token is already in the cache. The
      difference is the time for changing the client's classes and for the first use of the agent's own classes.

      """;

  static final String MEMORY =
      """

      ## Memory after 10,000 requests

      `scripts/benchmark memory`: the resident memory after these requests over eight connections, with the collector and the heap
      of a small container (`-XX:+UseSerialGC -Xmx128m`).

      """;

  static final String LOOKUP =
      """

      ## Lookup

      `scripts/benchmark lookup`: what the agent does for each request, measured by JMH, in `agent/benchmark`. Times are for one
      processor. `ClockLookup` is one reading of the clock: a hit reads it once, so that no expired token is sent, even by a machine
      that has just slept. `AzureLookup` is what an application uses without the agent: azure-core's cache, and openai-java's
      credential with azure-identity's supplier. This supplier sends a request to `www.example.com` each time it is called; here
      the request is answered without a network.

      """;

  static final String THROUGHPUT =
      """

      ## Throughput

      `scripts/benchmark throughput`. Eight threads use eight connections; each sends the next request when it has its answer.
      `agent-test-app/benchmark/programs` has the client of each stack. The server is an nginx with one worker and a fixed answer; it
      refuses requests without a token. All traffic is plain HTTP over loopback, because TLS and a network would hide the cost (the
      agent adds tokens to plain http for a loopback address that is configured with its scheme). A real model takes a thousand
      times as long to answer. nginx and haproxy, with one worker each, represent a proxy beside the application that sets the
      header. Each of two forks starts new JVMs, because two JVMs never compile the same program in exactly the same way. They are
      warmed up until their compilers have finished. One full collection moves the objects of the start to the old generation, as
      in a service that has run for a while. Then the JVMs run alternately, in random order. The heap has a fixed size of 512 MB:
      otherwise G1 shrinks it when a JVM's classes exceed 21 MB of metadata. A service exceeds this without the agent; these small
      programs exceed it with the 11 MB of the agent's classes.

      """;

  static final String REQUESTS =
      """

      ## One request

      `scripts/benchmark requests`. A throughput depends on everything that runs beside it, and does not decide 2 %. So here
      two JVMs, one with a static header and one with this agent, send 80,000 requests each to get warm, and then 100 requests
      each in turn, 60 times. The scheduler's own account of their threads' CPU time, user and system, is compared for each
      turn. Two JVMs never compile a program in the same way, and so differ by 2 % or 3 % with the same program. So this is done
      with nine pairs of JVMs; a ratio is the median of nine, and its interval is that of the nine pairs. Both programs create the
      platform's MBean server first, as services do; otherwise the agent does it after ten seconds, and the classes that this
      loads make the JVM compile a part of the program once more. The last column adds the server's CPU time: on a machine that
      does nothing else, it is the throughput over a static header. The machine has no instruction counters.

      Objects and bytes are counted, not sampled: two heap histograms, dead objects included, with 4,000 requests and no
      garbage collection between them. *The client's own hook* sets the header with the client's own API, just before the
      request is sent, with an interceptor, a filter or a listener: the fewest objects that this API allows; the JDK's two clients have none, so a request is built with it.
      The JVM removes some objects where it compiles a method in one piece, so counts differ by a few objects between two JVMs
      that run the same program.
      """;

  static final String REFRESH =
      """

      ## Refresh

      `scripts/benchmark refresh`: callers send requests all the time while tokens are refreshed at an identity endpoint that is slow
      or fails. azure-core's cache is what azure-identity uses in an application.

      """;

  static final String MACHINE =
      """

      ## Machine and versions

      """;

  private PageText() {}
}
