package io.foundryidentity.benchmark.runner;

/** The sentences of the page's section about many JVMs. */
final class ScaleText {

  static final String HEAD =
      """

      ## Scale

      `scripts/benchmark scale`: ten thousand JVMs behind one identity endpoint. This is a simulation (`agent/benchmark`, package
      `scale`). Each JVM has the agent's own token cache and the agent's own rules for the requests of one fetch; the clock, the
      timers and the network are simulated. The random numbers have a fixed seed, so the numbers are the same on each machine.

      What the endpoints do:

      - **One endpoint** is IMDS of one machine: 20 requests a second, 5 at a time
        ([Microsoft's limits](https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#retry-guidance)).
        A request beyond that gets 429 with `Retry-After: 1`, one that is accepted is answered in 50 to 150 ms. Ten thousand JVMs
        need at least 500 s there. No machine runs so many JVMs; this is the worst case.
      - **100 on a machine**: 100 machines with 100 JVMs and an IMDS each, for example the pods of a node.
      - **One tenant** is Entra ID for one application, for example workload identity: 429 with
        [`Retry-After: 60`](https://learn.microsoft.com/entra/msal/dotnet/advanced/client-and-server-throttling). Its limit is not
        published; 200 requests a second are assumed.

      ### The first token

      All JVMs start within 0.2 s and need a token at once. In the rollout ten of the 100 JVMs on each machine restart in each
      minute. *azure-identity's pauses* are what the agent had before: fixed pauses without jitter for IMDS, `Retry-After` exactly,
      and a token cache that does not know `Retry-After`. *Too early* are requests before the endpoint's `Retry-After` was over.
      The peak leaves out the first second, in which all ask. A JVM that is alone gets its first token with one request, in the time
      in which the endpoint answers.

      """;

  static final String SAME_SECOND =
      """

      ### Refreshes

      Ten thousand JVMs got their tokens in the same second and refresh them at half of their life. The jitter is the largest part
      of this time by which a refresh is earlier. Each further refresh starts from the moment of the last one, so the JVMs move
      apart; the table has the first three refreshes. All JVMs share one endpoint with 20 requests a second. `refresh_in` is a
      refresh time that the issuer gives. The shared token: 250 JVMs on one machine, whose endpoint returns the same token until
      5 min before its end, for a day. Without jitter each JVM halves its time to the same end, and they come closer together.
      *Tokens ended* are JVMs whose token ended before there was another one.

      """;

  static final String OUTAGE =
      """

      ### Outages

      Ten thousand JVMs with tokens of one hour are in service when the endpoint fails with 503. It returns with a limit of 20
      requests a second, so all need at least 500 s.

      """;

  static final String CHOICE =
      """

      ### What was chosen

      - **A refresh is up to 30 % earlier** (it was 10 %). Ten thousand tokens of one hour are then asked for within 9 min, which
        is about what one endpoint answers. On average each JVM asks 18 % more often than without jitter. With 50 % this would be
        33 %, at every refresh, and it would save requests only at the first one. The same jitter is used for a token that is returned again.
      - **`Retry-After` is the shortest pause, and jitter comes on top of it.** Inside a fetch this is up to half of the pause that
        azure-identity makes without the header (0.8 s, doubled for each request). After a fetch it is up to as much again as
        `Retry-After`, a minute at most, and the pause is not shorter than it is without the header. More than 2 min count as 2, and
        there is always an attempt before a token ends. If the endpoint asks for more than 30 s, the
        fetch ends at once, and the token cache makes the pause.
      - **Without `Retry-After`** up to a quarter of azure-identity's pause comes on top of it. So the last request of a fetch is
        sent 25 to 31 s after the first one (before: 25 s), seldom later than callers wait for a token (`token-wait`, 30 s).
      - **The first request has no jitter**, so a JVM that is alone is as fast as before. Small groups pay for the spread: ten JVMs
        that restart together on one machine have their tokens up to 0.4 s later.

      Other rules were simulated and not kept. Pauses after a failed fetch from 0 to 100 % of 60 s instead of 50 to 100 %, and
      decorrelated jitter, made 6 to 11 % more requests and nobody was faster. Twice the jitter inside a fetch saved a tenth of the
      requests, but small groups and the last callers waited longer. Pauses of up to 2 or 5 min saved 40 to 70 % of the requests at
      the end of an outage, but the last JVM had its token 1 to 5 min later.
      """;

  private ScaleText() {}
}
