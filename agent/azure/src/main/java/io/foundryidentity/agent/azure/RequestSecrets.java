package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpRequest;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.output.KnownSecrets;
import io.foundryidentity.agent.core.token.PresentedAssertion;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the secrets of an identity request known before it is sent, as an answer may repeat them:
 * client secrets, assertions, and the keys of managed identity endpoints.
 */
final class RequestSecrets {

  private static final Set<String> PARAMETERS =
      new HashSet<>(
          Arrays.asList(
              "client_secret",
              "client_assertion",
              "assertion",
              "password",
              "refresh_token",
              "code",
              "secret"));

  private static final Set<String> HEADERS =
      new HashSet<>(Arrays.asList("authorization", "x-identity-header", "secret", "cookie"));

  private RequestSecrets() {}

  static void learn(HttpRequest request, byte[] body) {
    for (HttpHeader header : request.getHeaders()) {
      if (HEADERS.contains(header.getName().toLowerCase(Locale.ROOT))) {
        String value = header.getValue();
        KnownSecrets.add(value == null ? null : value.substring(value.indexOf(' ') + 1));
      }
    }
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && PARAMETERS.contains(pair.substring(0, equals))) {
        KnownSecrets.add(decoded(pair.substring(equals + 1)));
      }
    }
  }

  /** What the client assertion in a form says of itself; null if there is none. */
  static @Nullable PresentedAssertion assertion(byte[] body) {
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      if (pair.startsWith("client_assertion=")) {
        TokenClaims claims = TokenClaims.of(decoded(pair.substring(pair.indexOf('=') + 1)));
        return claims.isOpaque()
            ? null
            : new PresentedAssertion(
                claims.issuer(),
                claims.subject(),
                claims.audience(),
                claims.notBeforeMillis(),
                claims.expiresAtMillis());
      }
    }
    return null;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException notEscaped) {
      return value;
    }
  }
}
