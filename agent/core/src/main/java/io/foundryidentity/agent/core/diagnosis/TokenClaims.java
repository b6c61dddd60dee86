package io.foundryidentity.agent.core.diagnosis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says of itself, for people to read; of a token that is no JWT, nothing.
 *
 * <p>Its signature is not checked here, and nothing is decided on it but how long a token that has
 * just come is used. It never holds the token.
 */
public final class TokenClaims {

  private final Map<?, ?> claims;

  private TokenClaims(Map<?, ?> claims) {
    this.claims = claims;
  }

  /**
   * @param authorization a whole {@code Authorization} value, or a bare token
   */
  public static TokenClaims of(String authorization) {
    int begin = authorization.indexOf('.') + 1;
    int end = begin == 0 ? -1 : authorization.indexOf('.', begin);
    if (end < 0) {
      return new TokenClaims(Json.object(""));
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(authorization.substring(begin, end));
      return new TokenClaims(Json.object(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException notBase64) {
      return new TokenClaims(Json.object(""));
    }
  }

  /** Whether nothing can be read from it. */
  public boolean isOpaque() {
    return claims.isEmpty();
  }

  /** The resource that it is for, often a URL. */
  public @Nullable String audience() {
    Object audience = claims.get("aud");
    Object first =
        audience instanceof List && !((List<?>) audience).isEmpty()
            ? ((List<?>) audience).get(0)
            : audience;
    return first instanceof String ? PlainText.of((String) first) : null;
  }

  public @Nullable String tenantId() {
    return text("tid");
  }

  /** Of the service principal, the managed identity or the user. */
  public @Nullable String objectId() {
    return text("oid");
  }

  /** The client id: {@code appid} of a v1 token, {@code azp} of a v2 one. */
  public @Nullable String applicationId() {
    String application = text("appid");
    return application == null ? text("azp") : application;
  }

  /** Of a managed identity: the resource id of the identity, or of the machine that it is of. */
  public @Nullable String identityResourceId() {
    return text("xms_mirid");
  }

  /** Milliseconds since the epoch; 0 where it does not say. */
  public long expiresAtMillis() {
    return millis("exp");
  }

  /** Milliseconds since the epoch; 0 where it does not say. */
  public long notBeforeMillis() {
    return millis("nbf");
  }

  /** Whether it stands for a person and not for an application. */
  public boolean isUser() {
    String kind = text("idtyp");
    return kind == null
        ? claims.get("scp") != null || claims.get("upn") != null
        : kind.equals("user");
  }

  private @Nullable String text(String name) {
    Object value = claims.get(name);
    return value instanceof String ? PlainText.of((String) value) : null;
  }

  private long millis(String name) {
    Object value = claims.get(name);
    return value instanceof Double ? ((Double) value).longValue() * 1000 : 0;
  }
}
