package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.targets.Cloud;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileAssertionTest {

  private static final long NOW = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("token");
  }

  private static String token(String claims) {
    return "eyJhbGciOiJSUzI1NiJ9."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
  }

  private String read(String audience) {
    Clock clock =
        new Clock() {
          @Override
          public long epochMillis() {
            return NOW;
          }

          @Override
          public long monotonicMillis() {
            return 0;
          }
        };
    return new FileAssertion(
            "the-key", new ClientAssertion("file", audience, null, null, file.toString()), clock)
        .assertion();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refusal(String audience) {
    return assertThatThrownBy(() -> read(audience))
        .isInstanceOf(WrongSettingException.class)
        .hasMessageStartingWith("the-key names the file " + file + ", ");
  }

  @Test
  void the_token_is_read_without_the_line_break_at_its_end_and_is_a_secret() throws IOException {
    String token = token("{\"exp\":" + (NOW / 1000 + 60) + ",\"aud\":[\"api://a\"]}");
    Files.writeString(file, token + "\n");
    assertThat(read(null)).isEqualTo(token);
    assertThat(read("api://a")).isEqualTo(token);
    assertThat(SafeText.line("it was " + token)).doesNotContain(token.substring(30, 60));
  }

  @Test
  void a_file_that_was_replaced_is_read_anew() throws IOException {
    Files.writeString(file, token("{\"sub\":\"one\"}"));
    assertThat(read(null)).isEqualTo(token("{\"sub\":\"one\"}"));
    Files.writeString(file, token("{\"sub\":\"two\"}"));
    assertThat(read(null)).isEqualTo(token("{\"sub\":\"two\"}"));
  }

  @Test
  void an_expired_token_is_told_with_its_time() throws IOException {
    Files.writeString(file, token("{\"exp\":" + (NOW / 1000 - 300) + "}"));
    refusal(null)
        .hasMessageContaining(
            "which holds a token that expired at 2026-11-30T11:55:00Z, and it is"
                + " 2026-11-30T12:00:00Z now");
  }

  @Test
  void an_empty_file_is_told() throws IOException {
    Files.writeString(file, " \n");
    refusal(null).hasMessageContaining("which is empty");
  }

  @Test
  void a_file_that_is_not_there_is_told() {
    refusal(null).hasMessageContaining("and this file does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not a token",
        "{\"access_token\":\"a.b.c\"}",
        "eyJhbGciOiJSUzI1NiJ9.e30.c2ln\neyJhbGciOiJSUzI1NiJ9.e30.c2ln",
        "eyJhbGciOiJSUzI1NiJ9.not-json.c2ln",
        "-----BEGIN CERTIFICATE-----"
      })
  void what_is_no_jwt_is_told_and_not_shown(String content) throws IOException {
    Files.writeString(file, content);
    refusal(null).hasMessageContaining("does not hold a JWT").hasMessageNotContaining(content);
  }

  @Test
  void a_huge_file_is_not_read_to_its_end() throws IOException {
    Files.writeString(file, "a".repeat(10_000_000));
    refusal(null).hasMessageContaining("does not hold a JWT");
  }

  @Test
  void a_token_for_another_audience_is_told_if_an_audience_is_set() throws IOException {
    Files.writeString(file, token("{\"aud\":\"api://cluster\"}"));
    assertThat(read(null)).isNotEmpty();
    refusal("api://AzureADTokenExchange")
        .hasMessageContaining("holds a token for the audience api://cluster, and")
        .hasMessageContaining("audience=api://AzureADTokenExchange asks for another one");
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.microsoftonline.com/, api://AzureADTokenExchange",
    "https://login.microsoftonline.us, api://AzureADTokenExchangeUSGov",
    "https://login.chinacloudapi.cn:443/x, api://AzureADTokenExchangeChina",
    "https://login.partner.microsoftonline.cn/, api://AzureADTokenExchangeChina",
    "https://localhost:8443/.us, api://AzureADTokenExchange",
  })
  void each_cloud_has_its_own_audience(String authority, String audience) {
    assertThat(Cloud.tokenExchangeAudience(authority)).isEqualTo(audience);
  }
}
