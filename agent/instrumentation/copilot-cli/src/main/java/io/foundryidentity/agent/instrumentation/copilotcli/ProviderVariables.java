package io.foundryidentity.agent.instrumentation.copilotcli;

import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.support.GatewayRoute;
import io.foundryidentity.agent.instrumentation.support.GatewayRoutes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider that an environment configures, with the variables that {@code copilot help
 * providers} describes; immutable.
 */
final class ProviderVariables {

  static final String BASE_URL = "COPILOT_PROVIDER_BASE_URL";
  static final String TYPE = "COPILOT_PROVIDER_TYPE";
  static final String BEARER_TOKEN = "COPILOT_PROVIDER_BEARER_TOKEN";
  static final String HEADERS = "COPILOT_PROVIDER_HEADERS";

  /** The variables to remove: other keys. */
  private static final String[] REPLACED = {
    "COPILOT_PROVIDER_API_KEY", "COPILOT_PROVIDER_API_KEY_COMMAND"
  };

  /** A line end, or its form in a shell's string. */
  private static final String LINE_END = "\\r?\\n|\\\\n";

  private final Map<String, String> environment;
  private final URI url;
  private final String type;

  private ProviderVariables(Map<String, String> environment, URI url) {
    this.environment = environment;
    this.url = url;
    this.type = environment.getOrDefault(TYPE, "openai");
  }

  /**
   * @return null if there is no provider with a URL that could be a target
   */
  static @Nullable ProviderVariables in(Map<String, String> environment) {
    String text = environment.get(BASE_URL);
    try {
      URI url = text == null ? null : new URI(text.trim());
      return url == null
              || url.getScheme() == null
              || url.getHost() == null
              || url.getRawUserInfo() != null
          ? null
          : new ProviderVariables(environment, url);
    } catch (URISyntaxException none) {
      return null;
    }
  }

  /** Whether its requests would be signed if there were a token. */
  boolean isTarget(RequestTargets targets) {
    String bearer = environment.get(BEARER_TOKEN);
    String existing = bearer == null ? null : "Bearer " + bearer;
    RequestTarget target = targets.find(url.getScheme(), url.getHost(), url.getPort(), path());
    return target != null && target.concerns(path(), existing);
  }

  /** The path of its requests. For Azure's API the program adds its own path after the host. */
  private String path() {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    boolean bare = path.isEmpty() || path.equals("/");
    return bare && type.equals("azure") ? "/openai/" : bare ? "/" : path;
  }

  @Nullable GatewayRoute open(GatewayRoutes routes) {
    return routes.open(url.getScheme(), url.getHost(), url.getPort());
  }

  /** The changes of the environment for requests over the gateway; null removes a variable. */
  Map<String, @Nullable String> over(GatewayRoute route, String[] keyHeaders) {
    Map<String, @Nullable String> changes = new HashMap<>();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String rest = url.getRawPath() == null ? "" : url.getRawPath();
    changes.put(BASE_URL, route.origin() + rest + query);
    changes.put(BEARER_TOKEN, route.secret());
    for (String name : REPLACED) {
      changes.put(name, null);
    }
    String headers = environment.get(HEADERS);
    if (headers != null) {
      changes.put(HEADERS, withoutKeys(headers, keyHeaders));
    }
    return changes;
  }

  private static @Nullable String withoutKeys(String headers, String[] keyHeaders) {
    List<String> kept = new ArrayList<>();
    boolean keys = false;
    for (String header : headers.split(LINE_END, -1)) {
      if (isKey(header.substring(0, Math.max(0, header.indexOf(':'))).trim(), keyHeaders)) {
        keys = true;
      } else {
        kept.add(header);
      }
    }
    String rest = String.join("\n", kept);
    return !keys ? headers : rest.trim().isEmpty() ? null : rest;
  }

  private static boolean isKey(String name, String[] keyHeaders) {
    boolean key = name.equalsIgnoreCase("Authorization");
    for (String keyHeader : keyHeaders) {
      key |= name.equalsIgnoreCase(keyHeader);
    }
    return key;
  }

  /** Without a key. */
  @Override
  public String toString() {
    return type + " at " + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }
}
