package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of AWS's own test suite for Signature Version 4 that have no path and no query. */
class AwsSignatureTest {

  private static final String SESSION =
      "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpS"
          + "PfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0K"
          + "PkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64l"
          + "IZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

  private static final String OTHER_SESSION =
      "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "get-vanilla, GET, '', '', '',"
        + " 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-vanilla-with-session-token, GET, X-Amz-Security-Token, other-session, '',"
        + " 07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
    "post-vanilla, POST, '', '', '',"
        + " 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "post-header-key-sort, POST, My-Header1, value1, '',"
        + " c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
    "post-header-value-case, POST, My-Header1, VALUE1, '',"
        + " cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
    "post-sts-header-before, POST, X-Amz-Security-Token, session, '',"
        + " 85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
    "post-x-www-form-urlencoded, POST, Content-Type, application/x-www-form-urlencoded,"
        + " Param1=value1, ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    "post-x-www-form-urlencoded-parameters, POST, Content-Type,"
        + " application/x-www-form-urlencoded; charset=utf8, Param1=value1,"
        + " 1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
  })
  void the_signature_is_the_published_one(
      String name, String method, String header, String value, String body, String signature) {
    AwsCredentials credentials =
        new AwsCredentials(
            "the test suite", "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "example.amazonaws.com");
    headers.put("x-amz-date", "20150830T123600Z");
    if (!header.isEmpty()) {
      headers.put(
          header.toLowerCase(Locale.ROOT),
          value.equals("session")
              ? SESSION
              : value.equals("other-session") ? OTHER_SESSION : value);
    }

    assertThat(
            new AwsSignature(credentials, "us-east-1", "service")
                .authorization(method, headers, body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders="
                + String.join(";", headers.keySet())
                + ", Signature="
                + signature);
  }
}
