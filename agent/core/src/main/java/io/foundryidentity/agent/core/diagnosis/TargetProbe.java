package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.DirectExchange;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends one harmless request with a token to a target, on the agent's own connection. */
public final class TargetProbe {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

  private final DirectExchange exchange;

  public TargetProbe(Connector connector) {
    this(connector, LONGEST_ANSWER);
  }

  /**
   * @param longestAnswer the limit for an answer after the connection is open
   */
  public TargetProbe(Connector connector, Duration longestAnswer) {
    exchange = new DirectExchange(connector, longestAnswer);
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
    return send("GET", target, host, path, authorization, null);
  }

  /**
   * Sends a POST with JSON.
   *
   * @param path a raw path that the target covers: the token must not be sent to any other
   */
  public Refusal post(Target target, String host, String path, String authorization, String json)
      throws IOException {
    return send("POST", target, host, path, authorization, json.getBytes(StandardCharsets.UTF_8));
  }

  private Refusal send(
      String method,
      Target target,
      String host,
      String path,
      String authorization,
      byte @Nullable [] json)
      throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(new SimpleImmutableEntry<>("Authorization", authorization));
    headers.add(new SimpleImmutableEntry<>("User-Agent", "foundry-identity-agent"));
    if (json != null) {
      headers.add(new SimpleImmutableEntry<>("Content-Type", "application/json"));
    }
    URL url = url(target, host, path);
    return Refusal.of(exchange.send(method, url, headers, json), authorization);
  }

  /** The target's URL with that host and path. */
  public static URL url(Target target, String host, String path) throws IOException {
    return new URL(
        target.scheme(), host.indexOf(':') < 0 ? host : "[" + host + "]", target.port(), path);
  }
}
