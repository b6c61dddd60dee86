package io.foundryidentity.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks AWS's Signature Version 4 of a request that has no query. */
final class AwsSignatureCheck {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?"
              + "SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  private final AwsAccount account;

  AwsSignatureCheck(AwsAccount account) {
    this.account = account;
  }

  /** Null if the signature is right. */
  @Nullable AwsError check(ReceivedRequest request) {
    String header = request.header("authorization");
    if (header == null) {
      return new AwsError(
          403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }
    Matcher parts = AUTHORIZATION.matcher(header);
    if (!parts.matches()) {
      return new AwsError(
          400, "IncompleteSignature", "Authorization header requires 'Credential' parameter.");
    }
    AwsKeys.Session session = account.keys().find(parts.group(1));
    if (session == null || !session.token().equals(request.header("x-amz-security-token"))) {
      return new AwsError(
          403, "InvalidClientTokenId", "The security token included in the request is invalid.");
    }
    if (!account.now().isBefore(session.expiry())) {
      return new AwsError(
          403, "ExpiredToken", "The security token included in the request is expired");
    }
    return signed(request, parts, session);
  }

  private @Nullable AwsError signed(
      ReceivedRequest request, Matcher parts, AwsKeys.Session session) {
    if (!parts.group(3).equals(account.region()) || !parts.group(4).equals("sts")) {
      return mismatch("Credential should be scoped to a valid region.");
    }
    String time = request.header("x-amz-date");
    if (time == null || !time.startsWith(parts.group(2))) {
      return mismatch("Date in Credential scope does not match YYYYMMDD from ISO-8601 version.");
    }
    try {
      Instant then = TIME.parse(time, Instant::from);
      if (Duration.between(then, account.now()).abs().compareTo(Duration.ofMinutes(5)) > 0) {
        return mismatch("Signature expired: " + time + " is now earlier than " + account.now());
      }
    } catch (DateTimeParseException e) {
      return mismatch("Date must be in ISO-8601 'basic format'.");
    }
    List<String> names = List.of(parts.group(5).split(";", -1));
    boolean covers =
        names.contains("host")
            && names.contains("x-amz-date")
            && names.contains("x-amz-security-token");
    return covers && expected(request, parts, names, session.secret()).equals(parts.group(6))
        ? null
        : mismatch(MISMATCH);
  }

  private static AwsError mismatch(String text) {
    return new AwsError(403, "SignatureDoesNotMatch", text);
  }

  private static String expected(
      ReceivedRequest request, Matcher parts, List<String> names, String secret) {
    StringBuilder canonical =
        new StringBuilder(request.method()).append('\n').append(request.path()).append("\n\n");
    for (String name : names) {
      String value =
          name.equals("host") ? request.host() : String.join(",", request.headers().all(name));
      canonical
          .append(name.toLowerCase(Locale.ROOT))
          .append(':')
          .append(value.trim().replaceAll(" +", " "))
          .append('\n');
    }
    canonical.append('\n').append(parts.group(5)).append('\n').append(hash(request.body()));
    String scope = parts.group(2) + "/" + parts.group(3) + "/" + parts.group(4) + "/aws4_request";
    String text =
        "AWS4-HMAC-SHA256\n"
            + request.header("x-amz-date")
            + "\n"
            + scope
            + "\n"
            + hash(bytes(canonical.toString()));
    byte[] key = bytes("AWS4" + secret);
    for (String part : scope.split("/", -1)) {
      key = mac(key, part);
    }
    return HexFormat.of().formatHex(mac(key, text));
  }

  private static String hash(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no SHA-256", e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no HMAC with SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
