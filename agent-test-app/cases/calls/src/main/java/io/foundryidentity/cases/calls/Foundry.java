package io.foundryidentity.cases.calls;

import java.util.Map;

/** The two settings that a case reads from its environment, and nothing else. */
public final class Foundry {

  private final String url;
  private final String key;

  private Foundry(String url, String key) {
    this.url = url;
    this.key = key;
  }

  /** Reads {@code FOUNDRY_URL} and {@code FOUNDRY_KEY}; a missing one ends the program. */
  public static Foundry from(Map<String, String> environment) {
    String url = required(environment, "FOUNDRY_URL");
    return new Foundry(
        url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
        required(environment, "FOUNDRY_KEY"));
  }

  /** The resource's address without a slash at its end, for example {@code https://host:443}. */
  public String url() {
    return url;
  }

  /** A placeholder: it opens nothing, the clients only refuse to be built without one. */
  public String key() {
    return key;
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException("The environment variable " + name + " is missing");
    }
    return value;
  }
}
