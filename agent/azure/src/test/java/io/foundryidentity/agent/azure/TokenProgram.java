package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Fetches tokens in its own JVM with its real environment, and prints their claims, never the
 * tokens. Arguments are {@code key=value} with the parts of the identity, and {@code calls}, {@code
 * bound} and {@code resolve}.
 */
final class TokenProgram {

  private TokenProgram() {}

  public static void main(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      options.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    Identity identity =
        new Identity(
            options.getOrDefault("credential", "default"),
            options.get("client-id"),
            options.get("tenant-id"),
            options.get("resource-id"),
            options.get("object-id"),
            options.get("authority-host"));
    Duration bound = Duration.ofMillis(Long.parseLong(options.getOrDefault("bound", "75000")));
    TokenSource source =
        new AzureTokenSources(System.getenv(), bound)
            .create(identity, "https://cognitiveservices.azure.com/.default");
    int calls = Integer.parseInt(options.getOrDefault("calls", "1"));
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      String result;
      try {
        result = "token " + described(source.fetch());
      } catch (TokenSourceException e) {
        result = "failure " + e.getMessage() + (e.getCause() == null ? "" : " CAUSE");
      }
      System.out.println(result);
      System.out.println("took " + (System.nanoTime() - start) / 1_000_000);
    }
    for (String type : options.getOrDefault("resolve", "").split(",", -1)) {
      if (!type.isEmpty()) {
        System.out.println(type + " " + (isThere(type) ? "present" : "absent"));
      }
    }
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, TokenProgram.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static String described(BearerToken token) {
    String jwt = token.authorization().substring("Bearer ".length());
    String[] parts = jwt.split("\\.", -1);
    String claims =
        parts.length == 3
            ? new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            : "{\"opaque\":" + jwt.length() + "}";
    long life = token.expiresAtMillis() - System.currentTimeMillis();
    return "life=" + Math.round(life / 1000.0) + " " + claims;
  }
}
