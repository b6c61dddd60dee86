package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.DirectExchange;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.Map;

/** Sends one harmless request with a token to a target, on the agent's own connection. */
public final class TargetProbe {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

  private final DirectExchange exchange;

  public TargetProbe(Connector connector) {
    exchange = new DirectExchange(connector, LONGEST_ANSWER);
  }

  /**
   * Sends a GET.
   *
   * @param host the target's host; for a wildcard, a host that it covers
   * @param path a raw path that the target covers: the token must not be sent to any other
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
