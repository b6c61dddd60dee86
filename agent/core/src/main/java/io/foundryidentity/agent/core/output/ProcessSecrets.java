package io.foundryidentity.agent.core.output;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the secrets known that this process was started with: the values of variables and system
 * properties whose names say that they are secret, and the passwords of proxies.
 */
public final class ProcessSecrets {

  /** A shorter value may be an ordinary word. */
  private static final int SHORTEST = 8;

  private static final String[] PROPERTIES = {
    "javax.net.ssl.keyStorePassword",
    "javax.net.ssl.trustStorePassword",
    "https.proxyPassword",
    "http.proxyPassword",
    "java.net.socks.password"
  };

  private ProcessSecrets() {}

  /**
   * Called when the first token is fetched and when a command starts.
   *
   * @param environment variables by name
   */
  public static void add(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (SecretFields.isSecretName(variable.getKey()) && !isPlain(variable)) {
        addLong(variable.getValue());
      }
      addPassword(variable.getValue());
    }
    for (String property : PROPERTIES) {
      addLong(System.getProperty(property));
    }
  }

  /** A choice, as of AZURE_TOKEN_CREDENTIALS, or the path of a file with secrets. */
  private static boolean isPlain(Map.Entry<String, String> variable) {
    String value = variable.getValue();
    String name = variable.getKey().toUpperCase(Locale.ROOT);
    return name.endsWith("CREDENTIALS")
        || (name.endsWith("ASSERTION") && SecretFields.isKindOfAssertion(value))
        || (isAssertionKey(name) && SecretFields.isPlainWord(value))
        || value.startsWith("/")
        || value.startsWith("file:")
        || value.indexOf(":\\") == 1;
  }

  /** The key {@code assertion}, whose wrong value a line shows. */
  private static boolean isAssertionKey(String name) {
    return name.endsWith("_ASSERTION")
        && (name.startsWith("FOUNDRY_IDENTITY_") || name.startsWith("IDENTITY_AGENT_"));
  }

  private static void addLong(@Nullable String value) {
    if (value != null && value.trim().length() >= SHORTEST && !value.contains("://")) {
      KnownSecrets.keep(value);
    }
  }

  /** The password of a URL, as a variable for a proxy or a database has it. */
  private static void addPassword(String url) {
    int at = url.lastIndexOf('@');
    int scheme = url.indexOf("://");
    int colon = url.indexOf(':', scheme < 0 ? 0 : scheme + 3);
    if (colon >= 0 && colon < at) {
      addLong(url.substring(colon + 1, at));
    }
  }
}
