package io.foundryidentity.agent.core.status;

import io.foundryidentity.agent.core.token.TokenStates;
import io.foundryidentity.agent.dist.JsonFacts;
import java.util.List;
import java.util.stream.Stream;

/** The members of {@code status --json}, a line for each, and the states of a token. */
public final class StatusSurface {

  private static final String HEAD = "status --json ";

  private StatusSurface() {}

  public static List<String> lines() {
    return Stream.concat(
            JsonFacts.of(StatusJson.of(status(false))).stream(),
            TokenStates.all().stream()
                .map(token -> "tokens[].state value " + TokenWords.state(token))
                .distinct())
        .map(HEAD::concat)
        .toList();
  }

  /** A status in which every member has a value. */
  public static AgentStatus status(boolean on) {
    return new AgentStatus(
        "1.2.3",
        on,
        false,
        "hosted",
        List.of(
            new TargetStatus(
                "https://a", List.of("s"), true, true, new TargetStatus.Counts(1, 1, 1, 1, 1))),
        List.of(TokenStates.complete()),
        List.of(new ClientStatus("okhttp", "1", "file:/client.jar", "a reason")),
        List.of("netty"),
        List.of(new StatusEvent(1, "text")));
  }
}
