package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Decides like Foundry whether to accept a request, and refuses it with Foundry's words. */
final class AccessCheck {
  /** The decision: who signed in, or the refusal. */
  record Verdict(int status, JsonObject refusal, String signedInAs, Decision decision) {
    boolean passed() {
      return status == 200;
    }

    static Verdict pass(String who) {
      return new Verdict(200, new JsonObject(), who, Decision.PASSED);
    }

    static Verdict refuse(int status, String code, String message) {
      return new Verdict(status, Exchange.error(code, message), "", Decision.OTHER);
    }

    Verdict because(Decision why) {
      return new Verdict(status, refusal, signedInAs, why);
    }
  }

  private static final List<String> KEY_HEADERS =
      List.of("api-key", "x-api-key", "ocp-apim-subscription-key");

  private final TokenIssuer issuer;
  private final AtomicInteger refuseNext = new AtomicInteger();
  private volatile long revokedUpTo;
  private volatile boolean roleDenied;
  private volatile boolean keysAccepted;
  private volatile @Nullable Refusal refusal;
  private volatile @Nullable String resourceTenant;
  private volatile boolean strictHeaders = true;
  private volatile @Nullable List<String> audiences;

  AccessCheck(TokenIssuer issuer) {
    this.issuer = issuer;
  }

  void refuseNext(int count) {
    refuseNext.set(count);
  }

  void revoke() {
    revokedUpTo = issuer.issuedCount();
  }

  void denyRole(boolean on) {
    roleDenied = on;
  }

  /** Null for none. */
  void refuse(@Nullable Refusal value) {
    refusal = value;
  }

  /** Null for the issuer's. */
  void tenant(@Nullable String value) {
    resourceTenant = value;
  }

  void acceptKeys(boolean on) {
    keysAccepted = on;
  }

  void strictHeaders(boolean on) {
    strictHeaders = on;
  }

  /** Null for the cloud's own. */
  void audiences(@Nullable List<String> accepted) {
    audiences = accepted;
  }

  Verdict check(ReceivedRequest request) {
    List<String> authorizations = request.headers().all("authorization");
    if (strictHeaders && authorizations.size() > 1) {
      return Verdict.refuse(
          400, "DuplicateAuthorization", "The request carries more than one Authorization header.");
    }
    String key = keyHeader(request);
    String authorization = authorizations.isEmpty() ? null : authorizations.get(0);
    Verdict verdict = authorization == null ? noBearer(request) : bearer(authorization, request);
    if (key == null) {
      return verdict;
    }
    if (keysAccepted) {
      return Verdict.pass("key");
    }
    boolean genuine = authorization != null && claims(authorization) != null;
    if (!genuine) {
      return keysDisabled();
    }
    if (strictHeaders) {
      return Verdict.refuse(
          400,
          "LeftOverKey",
          "The request carries the header " + key + " beside its bearer token.");
    }
    return verdict;
  }

  private static @Nullable String keyHeader(ReceivedRequest request) {
    for (String name : KEY_HEADERS) {
      if (request.headers().contains(name)) {
        return name;
      }
    }
    return null;
  }

  private Verdict noBearer(ReceivedRequest request) {
    if (request.query("api-key") == null) {
      return unauthorized(request).because(Decision.NO_TOKEN);
    }
    return keysAccepted ? Verdict.pass("key") : keysDisabled();
  }

  private static Verdict keysDisabled() {
    return Verdict.refuse(
            403,
            "AuthenticationTypeDisabled",
            "Key based authentication is disabled for this resource.")
        .because(Decision.NO_TOKEN);
  }

  private Verdict bearer(String authorization, ReceivedRequest request) {
    JWTClaimsSet claims = claims(authorization);
    if (claims == null) {
      return unauthorized(request).because(Decision.NO_TOKEN);
    }
    Instant now = issuer.clock().instant();
    if (now.isBefore(claims.getNotBeforeTime().toInstant())) {
      return unauthorized(request).because(Decision.NOT_YET_VALID);
    }
    if (!now.isBefore(claims.getExpirationTime().toInstant())) {
      return unauthorized(request).because(Decision.EXPIRED);
    }
    if (serial(claims) <= revokedUpTo) {
      return unauthorized(request);
    }
    String tenant = String.valueOf(claims.getClaim("tid"));
    String ours = resourceTenant == null ? issuer.tenant() : resourceTenant;
    if (!tenant.equals(ours)) {
      return Verdict.refuse(
          400,
          "BadRequest",
          "Token tenant " + tenant + " does not match resource tenant " + ours + ".");
    }
    if (!accepts(claims.getAudience(), request)) {
      return unauthorized(request);
    }
    Refusal always = refusal;
    if (always != null) {
      return always.verdict();
    }
    String who = String.valueOf(claims.getClaim("oid"));
    if (roleDenied) {
      return Verdict.refuse(
          401,
          "PermissionDenied",
          "The principal `"
              + who
              + "` lacks the required data action"
              + " `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action`"
              + " to perform `"
              + request.method()
              + " "
              + request.pathOnly()
              + "` operation.");
    }
    if (refuseNext.getAndUpdate(left -> left > 0 ? left - 1 : 0) > 0) {
      return unauthorized(request);
    }
    return Verdict.pass(who);
  }

  /** The claims of a token that this issuer signed, or null. */
  private @Nullable JWTClaimsSet claims(String authorization) {
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return null;
    }
    try {
      SignedJWT jwt = SignedJWT.parse(authorization.substring(7).trim());
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      boolean whole = claims.getExpirationTime() != null && claims.getNotBeforeTime() != null;
      return whole && issuer.key().signed(jwt) ? claims : null;
    } catch (ParseException notAJwt) {
      return null;
    }
  }

  private static long serial(JWTClaimsSet claims) {
    String id = claims.getJWTID();
    int dot = id == null ? -1 : id.indexOf('.');
    return dot < 0 ? 0 : Long.parseLong(id.substring(0, dot));
  }

  private boolean accepts(List<String> audiences, ReceivedRequest request) {
    List<String> accepted = accepted(request);
    for (String audience : audiences) {
      String bare =
          audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
      if (accepted.contains(bare.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private List<String> accepted(ReceivedRequest request) {
    Cloud cloud = issuer.cloud();
    if (request.path().startsWith("/api/projects/")) {
      return List.of(cloud.foundry());
    }
    List<String> set = audiences;
    return set == null ? List.of(cloud.cognitiveServices(), cloud.foundry()) : set;
  }

  private Verdict unauthorized(ReceivedRequest request) {
    return Verdict.refuse(
        401,
        "401",
        "Unauthorized. Access token is missing, invalid, audience is incorrect ("
            + String.join(", ", accepted(request))
            + "), or have expired.");
  }
}
