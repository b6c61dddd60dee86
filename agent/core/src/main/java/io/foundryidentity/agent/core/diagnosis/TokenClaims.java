package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an access token, to be shown to people; empty if the token is not a JWT.
 *
 * <p>The signature is not checked here, so claims decide only one thing: how long a new token is
 * used. This class does not keep the token.
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

  /** Whether it has no readable claims. */
  public boolean isOpaque() {
    return claims.isEmpty();
  }

  /** The resource that the token is for, often a URL. */
  public @Nullable String audience() {
    Object audience = claims.get("aud");
    Object first =
        audience instanceof List && !((List<?>) audience).isEmpty()
            ? ((List<?>) audience).get(0)
            : audience;
    return first instanceof String ? PlainText.of((String) first) : null;
  }

  /** Who made the token, a URL. */
  public @Nullable String issuer() {
    return text("iss");
  }

  /** Whom the token is about. */
  public @Nullable String subject() {
    return text("sub");
  }

  public @Nullable String tenantId() {
    return text("tid");
  }

  /** The object id of the service principal, the managed identity or the user. */
  public @Nullable String objectId() {
    return text("oid");
  }

  /** The client id: {@code appid} of a v1 token, {@code azp} of a v2 one. */
  public @Nullable String applicationId() {
    String application = text("appid");
    return application == null ? text("azp") : application;
  }

  /**
   * For a managed identity: the resource id of the identity, or of the machine that it belongs to.
   */
  public @Nullable String identityResourceId() {
    return text("xms_mirid");
  }

  /** Milliseconds since the epoch; 0 if the token has no such claim. */
  public long expiresAtMillis() {
    return millis("exp");
  }

  /** Milliseconds since the epoch; 0 if the token has no such claim. */
  public long notBeforeMillis() {
    return millis("nbf");
  }

  /** Whether the token is a person's and not an application's. */
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
