package io.foundryidentity.agent.core.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The headers that contain a key, in lower case. The token replaces them. */
public final class KeyHeaders {

  /** API Management's own key, which a gateway may require in addition to the token. */
  public static final String SUBSCRIPTION_KEY = "ocp-apim-subscription-key";

  /** The headers in which clients send the key that their application gives them. */
  private static final String[] OF_CLIENTS = {"api-key", "x-api-key"};

  private KeyHeaders() {}

  /** All headers that contain a key. */
  public static List<String> all() {
    return without(new ArrayList<>());
  }

  /** The headers in which a client may send its own key. */
  public static List<String> ofClients() {
    return Arrays.asList(OF_CLIENTS.clone());
  }

  /**
   * The headers to remove from a request that gets a token.
   *
   * @param kept headers that stay, in lower case
   */
  public static List<String> without(List<String> kept) {
    List<String> headers = new ArrayList<>(ofClients());
    headers.add(SUBSCRIPTION_KEY);
    headers.removeAll(kept);
    return headers;
  }
}
