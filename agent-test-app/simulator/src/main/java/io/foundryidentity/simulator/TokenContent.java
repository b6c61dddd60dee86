package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a token is for and what for. One for the token exchange has version 2.0, others 1.0.
 *
 * @param fmiPath which identity below the application the token is for, or null for the application
 */
record TokenContent(String tenant, Principal principal, String audience, @Nullable String fmiPath) {

  static TokenContent of(String tenant, Principal principal, String audience) {
    return new TokenContent(tenant, principal, audience, null);
  }

  JWTClaimsSet.Builder claims(Cloud cloud) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .claim("tid", tenant)
            .claim("oid", principal.objectId())
            .claim("idtyp", "app");
    if (principal.resourceId() != null) {
      claims.claim("xms_mirid", principal.resourceId());
    }
    if (principal.blueprint() != null) {
      claims.claim("xms_par_app_azp", principal.blueprint());
    }
    return audience.equals(cloud.tokenExchange())
        ? version2(claims, cloud)
        : version1(claims, cloud);
  }

  private JWTClaimsSet.Builder version1(JWTClaimsSet.Builder claims, Cloud cloud) {
    return claims
        .issuer(cloud.issuerOfVersion1(tenant))
        .audience(audience)
        .subject(principal.objectId())
        .claim("appid", principal.clientId())
        .claim("ver", "1.0");
  }

  private JWTClaimsSet.Builder version2(JWTClaimsSet.Builder claims, Cloud cloud) {
    return claims
        .issuer(cloud.issuer(tenant))
        .audience(cloud.tokenExchangeId())
        .subject(
            fmiPath == null
                ? principal.objectId()
                : exchangeSubject(cloud, tenant, principal.clientId(), fmiPath))
        .claim("azp", principal.clientId())
        .claim("ver", "2.0");
  }

  /** The subject of a token that an application gets for an identity below it. */
  static String exchangeSubject(Cloud cloud, String tenant, String application, String fmiPath) {
    return "/eid1/c/"
        + cloud.subjectCode()
        + "/t/"
        + encoded(tenant)
        + "/a/"
        + encoded(application)
        + "/"
        + fmiPath;
  }

  /** The bytes of an id as .NET orders them, the first three groups from the small end. */
  private static String encoded(String id) {
    UUID uuid = UUID.fromString(id);
    long high = uuid.getMostSignificantBits();
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    bytes.order(ByteOrder.BIG_ENDIAN).putLong(uuid.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
