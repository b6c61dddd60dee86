package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.DirectExchange;
import io.foundryidentity.agent.core.target.Target;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.Map;

/** Asks a target one harmless question with a token, on a connection of the agent's own. */
public final class TargetProbe {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

  private final DirectExchange exchange;

  public TargetProbe(Connector connector) {
    exchange = new DirectExchange(connector, LONGEST_ANSWER);
  }

  /**
   * Sends a GET.
   *
   * @param host of the target; of a wildcard, one that it covers
   * @param path raw, and one that the target covers: no token goes anywhere else
   * @param authorization the {@code Authorization} header's whole value
   */
  public Refusal ask(Target target, String host, String path, String authorization)
      throws IOException {
    Map.Entry<String, String> signed = new SimpleImmutableEntry<>("Authorization", authorization);
    Map.Entry<String, String> agent =
        new SimpleImmutableEntry<>("User-Agent", "foundry-identity-agent");
    URL url = url(target, host, path);
    return Refusal.of(exchange.send("GET", url, Arrays.asList(signed, agent), null), authorization);
  }

  /** The target's URL with that host and path. */
  public static URL url(Target target, String host, String path) throws IOException {
    return new URL(
        target.scheme(), host.indexOf(':') < 0 ? host : "[" + host + "]", target.port(), path);
  }
}
