package io.foundryidentity.agent.core.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  /** Those of other tests are ordinary words. */
  @BeforeAll
  static void forget_the_secrets_of_other_tests() {
    for (int i = 0; i < 64; i++) {
      KnownSecrets.add(UUID.randomUUID().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // JSON, whole, with blanks, cut off, escaped, within JSON
        "{\"access_token\":\"S3CRET\",\"x\":1}",
        "{\"access_token\" : \"S3CRET\"}",
        "{\"access_token\":\"S3CRET",
        "{\"accessToken\": \"S3CRET\"}",
        "{\"refresh_token\":\"a b S3CRET\"}",
        "{\"token\":\"S3CRET",
        "{\"access_token\":\"a\\\"S3CRET\"}",
        "{\"access_token\":[\"S3CRET\"]}",
        "{\"access_token\":{\"value\":\"S3CRET\"}}",
        "{\"name\":\"client_secret\",\"value\":\"S3CRET\"}",
        "{\\\"access_token\\\":\\\"S3CRET\\\"}",
        "{'access_token':'S3CRET'}",
        "{\\u0022access_token\\u0022:\\u0022S3CRET",
        "%7B%22access_token%22%3A%22S3CRET%22%7D",
        "{&quot;access_token&quot;:&quot;S3CRET&quot;}",
        "{&#34;access_token&#34;:&#34;S3CRET",
        // Forms and queries
        "client_secret=S3CRET&x=y",
        "grant_type=x&client_assertion=S3CRET",
        "https://host/x.jar?sv=1&sig=S3CRET%3D",
        "assertion=S3CRET",
        "assertion='files.S3CRET'",
        "client%5Fsecret_client_secret%3DS3CRET",
        // Headers
        "Authorization: Bearer S3CRET",
        "authorization: custom S3CRET and more S3CRET",
        "{Authorization=[Bearer S3CRET]}",
        "api-key: S3CRET",
        "Ocp-Apim-Subscription-Key: S3CRET",
        "X-IDENTITY-HEADER: S3CRET",
        "Cookie: a=S3CRET; b=S3CRET",
        "secret: S3CRET-0123456789",
        "Proxy-Authorization: Basic S3CRET==",
        "failed with Bearer S3CRETS3CRET",
        "failed with Basic%20S3CRETS3CRET",
        // HTML
        "<td>client_secret</td><td>S3CRET</td>",
        "<b>client_secret</b>: S3CRET<br>",
        "<client_secret>S3CRET</client_secret>",
        "<input name=\"client_secret\" value=\"S3CRET\">",
        "<pre>client_secret=S3CRET&amp;x=y</pre>",
        // Settings
        "AZURE_CLIENT_SECRET=S3CRET",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN=S3CRET",
        "AWS_ACCESS_KEY_ID=S3CRET",
        "AWS_SESSION_TOKEN: S3CRET",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN=S3CRET",
        "X-aws-ec2-metadata-token: S3CRET",
        "\"SecretAccessKey\" : \"S3CRET\"",
        "<WebIdentityToken>S3CRET</WebIdentityToken>",
        "assertion=githubS3CRET",
        "-Djavax.net.ssl.keyStorePassword=S3CRET",
        "password: S3CRET",
        // URLs
        "https://user:S3CRET@host/path",
        "https://user:S3CR?S3CRET@host",
        "https://user:S3CR/S3CRET#x@host",
        "https://S3CRET@host",
        "https://user:S3CRET",
        "HTTPS_PROXY=user:S3CRET@proxy:8080",
        "jdbc:x://user:S3CRET@host",
        // By their form
        "the token eyJhbGciOiJSUzI1NiJ9.S3CRET.S3CRET",
        "eyJ0eXAiOiJKV1S3CRET",
        "-----BEGIN PRIVATE KEY-----\nS3CRET\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----S3CRET",
        "Unrecognized token 'S3CRET': expecting x at [Source: (String)\"S3CRET\"; line: 1]",
        "at [Source: (String)\"S3CRET S3CRET",
        "For input string: \"S3CRET\"",
        "answer q8Zk2L0vS3CRET7xPbT4mN9wYc1R",
      })
  void what_looks_like_a_secret_is_hidden(String text) {
    assertThat(SafeText.line(text)).doesNotContain("S3CRET").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the client"
            + " secret value, not the client secret ID, for a secret added to app"
            + " '11111111-2222-4333-8444-555555555555'. Trace ID:"
            + " 0fb30d3a-1c6a-4d9e-9d3b-0a9f1d9a0e00",
        "default for https://cognitiveservices.azure.com/.default: no token: no credential"
            + " answered: EnvironmentCredential: not set: AZURE_CLIENT_ID AZURE_TENANT_ID",
        "https://contoso.openai.azure.com:443 and http://[::1]:8080/ and https://h:80.",
        "assertion=github works only in a GitHub Actions job with the permission id-token: write;"
            + " not set: ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "assertion='managed-identity' (agent argument) and assertion=file; assertion=google, aws",
        "https://contoso.openai.azure.com:443: got a token that expires at 2026-11-29T17:00:00Z",
        "no token: ManagedIdentityCredential: 127.0.0.1: Connection refused (ConnectException)",
        "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.x",
        "(file:/opt/app@2/lib/azure-ai-openai-1.0.0-beta.16.jar)",
        "io.foundryidentity.agent.azure.AzureDeveloperCliCredentialBuilder.lambda$build$0",
        "gpt-4o-mini-2024-07-18-preview and text-embedding-3-large-2024-01-15",
        "'client-secret' (agent argument) is not a key of this agent; the nearest is client-id",
        "WWW-Authenticate: Bearer authorization_uri=\"https://login.windows.net/common\"",
        "assertion-file='/t' has no effect with assertion=managed-identity (default): set"
            + " assertion='file'",
        "{\"key\":\"assertion\",\"value\":\"github\",\"source\":\"agent argument\"}",
        "foundry-identity-agent-0.1.0-SNAPSHOT.jar on Java 17.0.12+7-LTS",
        "at java.base@17.0.12/java.lang.Thread.run(Thread.java:840)",
      })
  void what_people_need_stays(String text) {
    assertThat(SafeText.line(text)).isEqualTo(text);
  }

  @Test
  void nothing_that_ends_a_line_or_steers_a_terminal_is_left() {
    assertThat(
            SafeText.line(
                "a\r\n"
                    + "b\tc\u001b[31md\u0000e\u007ff\u0085g\u2028h\u2029i\u202ej\u2066k\u200bl\ufeffm"
                    + "\u009bn\ud800o\ue000p"))
        .isEqualTo("a b c [31md e f g h i j k l m n o p");
  }

  @Test
  void a_long_text_is_cut_after_its_secrets_are_hidden() {
    String secret = "S3CRET-".repeat(20);
    String text = "x".repeat(395) + " client_secret=" + secret;
    assertThat(SafeText.line(text, 400)).hasSize(403).doesNotContain("S3C");
    assertThat(SafeText.line("y ".repeat(1 << 20), 100)).hasSize(103);
  }

  @Test
  void a_known_secret_is_found_in_parts_and_in_every_writing() {
    String secret = "kN0wn~S3CR/ET+value&of<the>agent\"=";
    KnownSecrets.add(secret);
    for (String text :
        new String[] {
          "it is " + secret,
          "half " + secret.substring(0, 14),
          "middle " + secret.substring(6, 22) + " end",
          "url kN0wn~S3CR%2FET%2Bvalue%26of%3Cthe%3Eagent%22%3D",
          "html kN0wn~S3CR/ET+value&amp;of&lt;the&gt;agent&quot;=",
          "json kN0wn~S3CR\\/ET\\u002bvalue&of<the>agent\\\"=",
          "lines kN0wn~S3\r\nCR/ET+va\u0000lue&of<\u001bthe>agent",
        }) {
      assertThat(SafeText.line(text)).as(text).doesNotContain("S3CR", "kN0wn", "value", "agent");
    }
  }

  @Test
  void the_kind_of_an_assertion_in_a_variable_is_no_secret_but_an_assertion_is() {
    ProcessSecrets.add(
        Map.of(
            "FOUNDRY_IDENTITY_ASSERTION",
            "managed-identity",
            "FOUNDRY_IDENTITY_RULE_A_ASSERTION",
            "eyJhbGciOiJSUzI1NiJ9.pasted.by-mistake"));
    assertThat(SafeText.line("managed-identity")).isEqualTo("managed-identity");
    assertThat(SafeText.line("pasted.by-mistake")).isEqualTo("***");
  }

  @Test
  void a_wrong_kind_of_an_assertion_is_shown_in_the_line_about_it_and_nowhere_else() {
    ProcessSecrets.add(
        Map.of(
            "FOUNDRY_IDENTITY_ASSERTION",
            "gitlab-ci",
            "OTHER_ASSERTION",
            "letters-only",
            "IDENTITY_AGENT_RULE_A_ASSERTION",
            "h7xq-letters-and-digits"));
    assertThat(SafeText.line("assertion='gitlab-ci' (environment variable X) is not one of"))
        .isEqualTo("assertion='gitlab-ci' (environment variable X) is not one of");
    assertThat(SafeText.line("assertion='gitlab-ci'")).isEqualTo("assertion='***'");
    assertThat(SafeText.line("assertion=gitlab-ci (x)")).isEqualTo("assertion=*** (x)");
    assertThat(SafeText.line("letters-only")).isEqualTo("***");
    assertThat(SafeText.line("h7xq-letters-and-digits")).isEqualTo("***");
    for (String secret :
        new String[] {
          "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl",
          "eyJhbGciOiJSUzINiIs",
          "QWxhZGRpbjpvcGVuIHN",
          "abcdefghijklmnopqrstuvwxyz",
          "h7xq",
          "two words",
          "a.b"
        }) {
      assertThat(SafeText.line("assertion='" + secret + "' (agent argument)"))
          .isEqualTo("assertion='***' (agent argument)");
    }
  }

  @Test
  void an_id_that_has_a_few_characters_of_a_secret_in_the_same_place_stays() {
    // The dashes, the version and the variant are the same in most GUIDs
    String secret = "c95e8f07-5a12-4d9e-9b6c-7708d41fa3e2";
    String id = "0fb30d3a-1c6a-4d9e-9d3b-0a9f1d9a0e00";
    KnownSecrets.add(secret);
    for (String text :
        new String[] {
          id,
          "Trace ID: " + id + " Timestamp: 2026-11-29 17:00:00Z",
          "{\"appid\":\"" + id + "\"}",
          "appId%20eq%20'" + id + "'",
        }) {
      assertThat(SafeText.line(text)).isEqualTo(text);
    }
    assertThat(SafeText.line("it is " + secret + ", " + id)).isEqualTo("it is ***, " + id);
    for (String part :
        new String[] {
          "12-4d9e-9", "12-4d9e-9b6c-77", "c95e8f07", "9b6c-7708d41fa3e2", secret.substring(1)
        }) {
      assertThat(SafeText.line("(" + part + ")")).as(part).isEqualTo("(***)");
    }
    String made = "0fb30d3a-1c12-4d9e-9b6c-0a9f1d9a0e00";
    assertThat(SafeText.line(made)).as("more than chance").doesNotContain("12-4d9e-9b6c");
  }

  @Test
  void a_short_known_secret_is_hidden_as_a_whole() {
    KnownSecrets.add("h7!x");
    assertThat(SafeText.line("the pin h7!x and 'h7!x'")).isEqualTo("the pin *** and '***'");
  }

  @Test
  void the_latest_secrets_are_known() {
    for (int i = 0; i < 200; i++) {
      KnownSecrets.add("number-" + i + "-of-many-secrets-xyz");
    }
    assertThat(SafeText.line("number-199-of-many-secrets-xyz")).isEqualTo("***");
  }

  @Test
  void a_secret_in_use_stays_known_until_it_is_released() {
    String secret = "Gq83~in-use-for-weeks";
    KnownSecrets.hold(secret);
    try {
      for (int i = 0; i < 100; i++) {
        KnownSecrets.add("a-later-" + i + "-zvw-secret");
      }
      assertThat(SafeText.line(secret)).isEqualTo("***");
    } finally {
      KnownSecrets.release(secret);
    }
    assertThat(SafeText.line(secret)).as("still one of the latest").isEqualTo("***");
    for (int i = 0; i < 100; i++) {
      KnownSecrets.add("at-last-" + i + "-kjq-other");
    }
    assertThat(SafeText.line(secret)).as("long after its release").isEqualTo(secret);
  }

  @Test
  void a_location_shows_neither_user_nor_query() {
    assertThat(SafeText.location("https://user:pa?ss@repo.example/a-1.0.jar?sig=x#y"))
        .isEqualTo("https://***@repo.example/a-1.0.jar");
    assertThat(SafeText.location("jar:file:/a@b/c.jar!/d")).isEqualTo("jar:file:/a@b/c.jar!/d");
    assertThat(SafeText.location("https://host/a.jar?sv=1&sig=S3CRET"))
        .isEqualTo("https://host/a.jar");
  }

  @Test
  void a_stack_trace_is_lines_without_secrets() {
    Throwable failure =
        new IllegalStateException(
            "outer\nERROR: forged", new RuntimeException("client_secret=S3CRET"));
    failure.addSuppressed(new RuntimeException("Bearer S3CRETS3CRET"));
    assertThat(FailureLines.of(failure))
        .contains("java.lang.IllegalStateException: outer ERROR: forged")
        .contains("caused by: java.lang.RuntimeException: client_secret=***")
        .noneMatch(line -> line.contains("S3CRET") || line.contains("\n"));
  }

  @Test
  void an_exception_that_fails_in_its_own_text_is_named() {
    Throwable broken =
        new RuntimeException() {
          @Override
          public String getMessage() {
            throw new IllegalStateException("in getMessage");
          }
        };
    assertThat(SafeText.line(broken)).startsWith("io.foundryidentity.agent.core.output");
  }

  @Test
  void secrets_of_the_process_are_known_and_its_choices_are_not() {
    ProcessSecrets.add(
        Map.of(
            "AZURE_CLIENT_SECRET", "plain-client-words",
            "AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential",
            "GOOGLE_APPLICATION_CREDENTIALS", "/var/run/google.json",
            "SOME_TOKEN", "https://token.example",
            "DATABASE_URL", "postgres://me:database-words@db.example/x"));
    assertThat(SafeText.line("plain-client-words and database-words")).isEqualTo("*** and ***");
    assertThat(SafeText.line("ManagedIdentityCredential /var/run/x https://a.example"))
        .isEqualTo("ManagedIdentityCredential /var/run/x https://a.example");
  }

  /** A hostile endpoint decides what an answer says: no text may cost seconds. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a@", "a:b@", "file:@", "https://a:b@", "a=b:c@", "bearer+", "bearer+a=b"})
  @Timeout(60)
  void a_long_text_of_one_form_is_read_once(String piece) {
    StringBuilder text = new StringBuilder();
    while (text.length() < 64 * 1024) {
      text.append(piece);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(SafeText.line(text)).hasSizeLessThanOrEqualTo(SafeText.LONGEST_LINE + 3);
    }
  }
}
