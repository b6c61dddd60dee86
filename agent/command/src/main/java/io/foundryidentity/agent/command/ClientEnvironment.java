package io.foundryidentity.agent.command;

import io.foundryidentity.agent.gateway.IdentityEndpoint;
import io.foundryidentity.agent.gateway.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment variables with which a program uses a gateway without a change: its resource is
 * the gateway, and its DefaultAzureCredential gets the gateway's secret.
 *
 * <p>The azure-identity libraries of all languages ask the first of these that is configured: a
 * service principal, a workload identity, a managed identity, and then the tools of developers. For
 * a managed identity, IDENTITY_ENDPOINT and IDENTITY_HEADER mean App Service, unless a third
 * variable makes them Service Fabric or Azure Arc. So what comes before is removed, and {@code
 * AZURE_TOKEN_CREDENTIALS=prod} leaves out what comes after, which would only hide the error of a
 * gateway that has ended. It is always set: some programs require the variable.
 */
final class ClientEnvironment {

  /** These would give the program another identity, or make of the endpoint what it is not. */
  private static final List<String> REMOVED =
      Collections.unmodifiableList(
          Arrays.asList(
              "AZURE_CLIENT_SECRET",
              "AZURE_CLIENT_CERTIFICATE_PATH",
              "AZURE_CLIENT_CERTIFICATE_PASSWORD",
              "AZURE_USERNAME",
              "AZURE_PASSWORD",
              "AZURE_FEDERATED_TOKEN_FILE",
              "MSI_ENDPOINT",
              "MSI_SECRET",
              "IMDS_ENDPOINT",
              "IDENTITY_SERVER_THUMBPRINT",
              "AZURE_POD_IDENTITY_AUTHORITY_HOST"));

  /**
   * A key or a token, which the gateway would refuse. Replaced, so that a program that uses them
   * works too; not added, as OpenAI's client for Node accepts no key beside a token provider.
   */
  private static final List<String> REPLACED =
      Collections.unmodifiableList(Arrays.asList("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"));

  private static final String CREDENTIALS = "AZURE_TOKEN_CREDENTIALS";

  /** Leads to the gateway too, and some programs know no other value. */
  private static final String MANAGED_IDENTITY_ONLY = "ManagedIdentityCredential";

  private final Map<String, String> set = new LinkedHashMap<>();
  private final String secret;
  private final String host;

  ClientEnvironment(String baseUrl, String secret, String endpoint, String header) {
    this.secret = secret;
    this.host = host(baseUrl);
    String resource = resource(baseUrl);
    set.put("FOUNDRY_GATEWAY_BASE_URL", baseUrl);
    set.put("FOUNDRY_GATEWAY_BEARER_TOKEN", secret);
    set.put("AZURE_AI_FOUNDRY_RESOURCE_URL", resource);
    set.put("FOUNDRY_RESOURCE_URL", resource);
    set.put("AZURE_OPENAI_ENDPOINT", resource);
    set.put("IDENTITY_ENDPOINT", endpoint);
    set.put("IDENTITY_HEADER", header);
    set.put(CREDENTIALS, "prod");
  }

  static ClientEnvironment of(Route route, IdentityEndpoint endpoint) {
    return new ClientEnvironment(
        route.baseUrl(), route.secret(), endpoint.url(), endpoint.header());
  }

  /**
   * A resource's URL, to which programs and AzureOpenAI clients add {@code /openai/...} themselves:
   * the target's path up to there. Without a slash at its end, as programs add one, and two of them
   * are another path.
   */
  static String resource(String baseUrl) {
    String segment = "/openai";
    int at = (baseUrl + "/").indexOf(segment + "/");
    return at < 0 ? baseUrl : baseUrl.substring(0, at);
  }

  private static String host(String url) {
    String rest = url.substring(url.indexOf("://") + 3);
    int bracket = rest.indexOf(']');
    if (rest.startsWith("[") && bracket > 0) {
      return rest.substring(1, bracket);
    }
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != ':' && rest.charAt(end) != '/') {
      end++;
    }
    return rest.substring(0, end);
  }

  private String noProxy(String before) {
    if (before.trim().isEmpty()) {
      return host;
    }
    boolean has = before.trim().equals("*");
    for (String name : before.split(",", -1)) {
      has |= name.trim().equals(host);
    }
    return has ? before : before + "," + host;
  }

  /** For NO_PROXY: some clients use a proxy even for an address of this machine. */
  String host() {
    return host;
  }

  /** The gateway's address and secrets. */
  Map<String, String> set() {
    return Collections.unmodifiableMap(set);
  }

  String secret() {
    return secret;
  }

  List<String> removed() {
    return REMOVED;
  }

  /** Variables that become the secret where they are set. */
  List<String> replaced() {
    return REPLACED;
  }

  /**
   * What changes in an environment: new values, and null for a variable that is removed.
   *
   * @param before the environment of the gateway
   */
  Map<String, String> values(Map<String, String> before) {
    Map<String, String> values = new LinkedHashMap<>(set);
    for (String name : REPLACED) {
      if (!before.getOrDefault(name, "").isEmpty()) {
        values.put(name, secret);
      }
    }
    if (MANAGED_IDENTITY_ONLY.equalsIgnoreCase(before.get(CREDENTIALS))) {
      values.put(CREDENTIALS, MANAGED_IDENTITY_ONLY);
    }
    String upper = before.getOrDefault("NO_PROXY", "");
    String lower = before.getOrDefault("no_proxy", "");
    // A client reads one of them: neither must lose what only the other has.
    values.put("NO_PROXY", noProxy(upper.isEmpty() ? lower : upper));
    values.put("no_proxy", noProxy(lower.isEmpty() ? upper : lower));
    return values;
  }

  /** A whole environment for a program that is started from {@code before}. */
  Map<String, String> appliedTo(Map<String, String> before) {
    Map<String, String> all = new LinkedHashMap<>(before);
    all.keySet().removeAll(new ArrayList<>(REMOVED));
    all.putAll(values(before));
    return all;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return set.keySet().toString();
  }
}
