package io.foundryidentity.agent.azure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 for requests to the path {@code /} without a query, which is all that AWS
 * STS needs.
 *
 * <p>What is signed: the method, all given headers, and the SHA-256 of the body. The key is derived
 * from the secret access key for one day, region and service, so the secret itself is never sent.
 */
final class AwsSignature {

  static final String DATE = "x-amz-date";
  static final String SESSION = "x-amz-security-token";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private final AwsCredentials credentials;
  private final String region;
  private final String service;

  AwsSignature(AwsCredentials credentials, String region, String service) {
    this.credentials = credentials;
    this.region = region;
    this.service = service;
  }

  /**
   * The value of the header {@code Authorization}.
   *
   * @param headers all headers to sign, by name in lower case, the values without blanks at their
   *     ends: {@code host}, {@link #DATE} (as {@code 20150830T123600Z}), for a session {@link
   *     #SESSION}
   */
  String authorization(String method, SortedMap<String, String> headers, byte[] body) {
    String time = String.valueOf(headers.get(DATE));
    String day = time.substring(0, time.indexOf('T'));
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    String names = String.join(";", headers.keySet());
    try {
      String text =
          ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(canonical(method, headers, body));
      byte[] key = utf8("AWS4" + credentials.secretAccessKey);
      for (String part : scope.split("/", -1)) {
        key = mac(key, part);
      }
      return ALGORITHM
          + " Credential="
          + credentials.accessKeyId
          + "/"
          + scope
          + ", SignedHeaders="
          + names
          + ", Signature="
          + hex(mac(key, text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HMAC with SHA-256");
    }
  }

  private static byte[] canonical(String method, SortedMap<String, String> headers, byte[] body)
      throws GeneralSecurityException {
    StringBuilder text = new StringBuilder(method).append("\n/\n\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      text.append(header.getKey()).append(':').append(header.getValue()).append('\n');
    }
    text.append('\n').append(String.join(";", headers.keySet())).append('\n').append(hash(body));
    return utf8(text.toString());
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(utf8(text));
  }

  private static String hash(byte[] bytes) throws GeneralSecurityException {
    return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      hex.append(DIGITS[(b >> 4) & 15]).append(DIGITS[b & 15]);
    }
    return hex.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
