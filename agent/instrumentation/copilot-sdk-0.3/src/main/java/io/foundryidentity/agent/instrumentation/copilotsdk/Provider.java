package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.instrumentation.support.LoopbackRoute;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One provider of a session, as it goes over the wire; a value. */
final class Provider {

  /** What the program calls the provider that has no name. */
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
   * @return null where it has no URL of its own that could be a target, or asks the application for
   *     its tokens already
   */
  static @Nullable Provider of(Map<?, ?> fields) {
    Map<String, Object> wire = new LinkedHashMap<>();
    fields.forEach((field, value) -> wire.put(String.valueOf(field), value));
    URI url = url(wire.get("baseUrl"));
    if (url == null || Boolean.TRUE.equals(wire.get(ASKS_BACK))) {
      return null;
    }
    Object name = wire.get("name");
    return new Provider(wire, name == null ? UNNAMED : name.toString(), url, path(wire, url));
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

  /** Where its requests go. For Azure's wire the program puts a path of its own behind the host. */
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

  boolean isEncrypted() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Whether its requests would be signed if there were a token. */
  boolean isTarget(RequestAuthorizer authorizer) {
    List<String> bearers = bearers();
    boolean target = isTarget(authorizer, null);
    for (int i = 0; i < bearers.size() && target; i++) {
      target = isTarget(authorizer, bearers.get(i));
    }
    return target;
  }

  private boolean isTarget(RequestAuthorizer authorizer, @Nullable String existing) {
    return authorizer.concerns(scheme(), host(), port(), path, existing);
  }

  /** Everything that the program could send as a bearer: that of a user may be one to keep. */
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
    // The key too: with OpenAI's wire the program sends it as a bearer.
    for (String field : new String[] {"bearerToken", "apiKey"}) {
      if (wire.get(field) != null) {
        bearers.add("Bearer " + wire.get(field));
      }
    }
    return bearers;
  }

  /** The same without a key, and with the program asking for tokens. */
  Map<String, Object> askingBack(String[] keyHeaders) {
    Map<String, Object> signed = withoutKeys(keyHeaders);
    signed.put(ASKS_BACK, true);
    return signed;
  }

  /** The same with a token in the place of every key. */
  Map<String, Object> with(String bearer, String[] keyHeaders) {
    Map<String, Object> signed = withoutKeys(keyHeaders);
    signed.put("bearerToken", bearer);
    return signed;
  }

  /** The same over the gateway. */
  Map<String, Object> over(LoopbackRoute route, String[] keyHeaders) {
    Map<String, Object> signed = with(route.secret(), keyHeaders);
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String rest = url.getRawPath() == null ? "" : url.getRawPath();
    signed.put("baseUrl", route.origin() + rest + query);
    return signed;
  }

  private Map<String, Object> withoutKeys(String[] keyHeaders) {
    Map<String, Object> signed = new LinkedHashMap<>(wire);
    // With Azure's wire a fixed token goes before the callback's, and a key beside it.
    signed.remove("bearerToken");
    signed.remove("apiKey");
    if (wire.get("headers") instanceof Map<?, ?> headers) {
      Map<Object, Object> kept = new HashMap<>(headers);
      kept.keySet().removeIf(header -> isKey(String.valueOf(header), keyHeaders));
      signed.put("headers", kept);
    }
    return signed;
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
