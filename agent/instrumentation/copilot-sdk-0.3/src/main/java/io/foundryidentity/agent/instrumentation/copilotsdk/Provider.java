package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One provider of a session in the form of the protocol; immutable. */
final class Provider {

  /** The program's name for a provider without a name. */
  private static final String UNNAMED = "default";

  private static final String AUTHORIZATION = "Authorization";
  private static final String ASKS_BACK = "hasBearerTokenProvider";

  private final Map<String, Object> wire;
  private final String name;
  private final URI url;
  private final String path;

  private Provider(Map<String, Object> wire, String name, URI url, String path) {
    this.wire = wire;
    this.name = name;
    this.url = url;
    this.path = path;
  }

  /**
   * @return null if it has no URL that could be a target, or already gets its tokens from the
   *     application
   */
  static @Nullable Provider of(Map<?, ?> fields) {
    Map<String, Object> wire = new LinkedHashMap<>();
    fields.forEach((field, value) -> wire.put(String.valueOf(field), value));
    URI url = url(wire.get("baseUrl"));
    return url == null || asksBack(wire)
        ? null
        : new Provider(wire, name(wire), url, path(wire, url));
  }

  /** Whether the program requests its tokens. */
  static boolean asksBack(Map<?, ?> fields) {
    return Boolean.TRUE.equals(fields.get(ASKS_BACK));
  }

  /** The name under which the program requests its tokens. */
  static String name(Map<?, ?> fields) {
    Object name = fields.get("name");
    return name == null ? UNNAMED : name.toString();
  }

  private static @Nullable URI url(@Nullable Object text) {
    try {
      URI url = text == null ? null : new URI(text.toString().trim());
      boolean complete = url != null && url.getHost() != null && url.getRawUserInfo() == null;
      return complete ? url : null;
    } catch (URISyntaxException none) {
      return null;
    }
  }

  /** The path of its requests. For Azure's API the program adds its own path after the host. */
  private static String path(Map<String, Object> wire, URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    boolean bare = path.isEmpty() || path.equals("/");
    return bare && "azure".equals(wire.get("type")) ? "/openai/" : bare ? "/" : path;
  }

  String name() {
    return name;
  }

  String scheme() {
    return url.getScheme();
  }

  String host() {
    return url.getHost();
  }

  int port() {
    return url.getPort();
  }

  String path() {
    return path;
  }

  /** Whether a token of this provider would go where one of the other does. */
  boolean hasUrlOf(Provider other) {
    return url.equals(other.url) && path.equals(other.path);
  }

  boolean isEncrypted() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Whether its requests would be authorized if there were a token. */
  boolean isTarget(RequestTargets targets) {
    List<String> bearers = bearers();
    boolean target = isTarget(targets, null);
    for (int i = 0; i < bearers.size() && target; i++) {
      target = isTarget(targets, bearers.get(i));
    }
    return target;
  }

  private boolean isTarget(RequestTargets targets, @Nullable String existing) {
    RequestTarget target = targets.find(scheme(), host(), port(), path);
    return target != null && target.concerns(path, existing);
  }

  /** Everything that the program could send as a bearer, as a user's bearer may have to be kept. */
  private List<String> bearers() {
    List<String> bearers = new ArrayList<>();
    if (wire.get("headers") instanceof Map<?, ?> headers) {
      headers.forEach(
          (name, value) -> {
            if (String.valueOf(name).trim().equalsIgnoreCase(AUTHORIZATION)) {
              bearers.add(String.valueOf(value));
            }
          });
    }
    // The key too: with OpenAI's API the program sends it as a bearer.
    for (String field : new String[] {"bearerToken", "apiKey"}) {
      if (wire.get(field) != null) {
        bearers.add("Bearer " + wire.get(field));
      }
    }
    return bearers;
  }

  /** The same without a key, and with the flag that makes the program request tokens. */
  Map<String, Object> askingBack(String[] keyHeaders) {
    Map<String, Object> authorized = withoutKeys(keyHeaders);
    authorized.put(ASKS_BACK, true);
    // Under this name, which is for statistics, the program knows no connection to ask.
    authorized.remove("providerName");
    return authorized;
  }

  /** The same with a token instead of every key. */
  Map<String, Object> with(String bearer, String[] keyHeaders) {
    Map<String, Object> authorized = withoutKeys(keyHeaders);
    authorized.put("bearerToken", bearer);
    return authorized;
  }

  /** The same over the gateway. */
  Map<String, Object> over(GatewayRoute route, String[] keyHeaders) {
    Map<String, Object> authorized = with(route.secret(), keyHeaders);
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String rest = url.getRawPath() == null ? "" : url.getRawPath();
    authorized.put("baseUrl", route.origin() + rest + query);
    return authorized;
  }

  private Map<String, Object> withoutKeys(String[] keyHeaders) {
    Map<String, Object> authorized = new LinkedHashMap<>(wire);
    // With Azure's API a fixed token is used before the callback's, and a key is sent beside it.
    authorized.remove("bearerToken");
    authorized.remove("apiKey");
    if (wire.get("headers") instanceof Map<?, ?> headers) {
      Map<Object, Object> kept = new HashMap<>(headers);
      kept.keySet().removeIf(header -> isKey(String.valueOf(header), keyHeaders));
      authorized.put("headers", kept);
    }
    return authorized;
  }

  private static boolean isKey(String header, String[] keyHeaders) {
    boolean key = header.trim().equalsIgnoreCase(AUTHORIZATION);
    for (String keyHeader : keyHeaders) {
      key |= header.trim().equalsIgnoreCase(keyHeader);
    }
    return key;
  }

  /** Without a key. */
  @Override
  public String toString() {
    return name + " at " + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }
}
