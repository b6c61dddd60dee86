package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.ClientCertificate;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fetches tokens in its own JVM with its real environment, and prints their claims, never the
 * tokens. Arguments are {@code key=value} with the parts of the identity, and {@code calls}, {@code
 * bound}, {@code resolve}, {@code scopes} (one source for each, which fetch at the same time),
 * {@code between} (a URL that is read before each call but the first), {@code then-move} (which
 * moves a file after the first call), {@code stay} for milliseconds, and {@code azure} for a
 * machine of Azure.
 */
final class TokenProgram {

  private TokenProgram() {}

  public static void main(String[] args) throws IOException, InterruptedException {
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
    String certificate = options.get("certificate-file");
    if (certificate != null) {
      identity =
          identity.with(
              new ClientCertificate(
                  certificate,
                  options.get("certificate-password-file"),
                  Boolean.parseBoolean(options.get("send-certificate-chain"))));
    }
    Duration bound = Duration.ofMillis(Long.parseLong(options.getOrDefault("bound", "75000")));
    AzureTokenSources sources =
        new AzureTokenSources(
            System.getenv(), bound, SignInEvents.NONE, () -> options.containsKey("azure"));
    List<TokenSource> all = new ArrayList<>();
    String scopes = options.getOrDefault("scopes", "https://cognitiveservices.azure.com/.default");
    for (String scope : scopes.split(",", -1)) {
      all.add(sources.create(withAssertion(identity, options), scope));
    }
    int calls = Integer.parseInt(options.getOrDefault("calls", "1"));
    for (int i = 0; i < calls; i++) {
      if (i > 0 && options.containsKey("between")) {
        new URL(options.get("between")).openStream().close();
      }
      all.parallelStream().forEach(TokenProgram::fetch);
      if (i == 0 && options.containsKey("then-move")) {
        String[] names = options.get("then-move").split(">", -1);
        Files.move(Paths.get(names[0]), Paths.get(names[1]), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Thread.sleep(Long.parseLong(options.getOrDefault("stay", "0")));
    for (String type : options.getOrDefault("resolve", "").split(",", -1)) {
      if (!type.isEmpty()) {
        System.out.println(type + " " + (isThere(type) ? "present" : "absent"));
      }
    }
  }

  private static void fetch(TokenSource source) {
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

  private static Identity withAssertion(Identity identity, Map<String, String> options) {
    Identity complete = identity;
    if (options.containsKey("blueprint-client-id")) {
      complete = complete.withBlueprint(options.get("blueprint-client-id"));
    }
    return options.containsKey("assertion")
        ? complete.with(
            new ClientAssertion(
                options.get("assertion"),
                options.get("audience"),
                options.get("assertion-client-id"),
                options.get("assertion-resource-id"),
                options.get("assertion-file")))
        : complete;
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
    return "life=" + Math.round(life / 1000.0) + " by " + token.signedInBy() + " " + claims;
  }
}
