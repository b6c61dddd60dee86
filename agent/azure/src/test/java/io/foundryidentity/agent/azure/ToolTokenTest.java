package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTokenTest {

  private static AccessToken azureCli(String output) {
    return ToolToken.in(output, "accessToken");
  }

  @Test
  void seconds_since_1970_count_before_local_time() {
    AccessToken token =
        azureCli(
            "{\"accessToken\": \"t\", \"expires_on\": 4102444800,"
                + " \"expiresOn\": \"2000-01-01 00:00:00.000000\"}");
    assertThat(token.getToken()).isEqualTo("t");
    assertThat(token.getExpiresAt().toInstant()).isEqualTo(Instant.ofEpochSecond(4102444800L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2099-05-06 07:08:09.000000", "2099-05-06 07:08:09"})
  void an_azure_cli_without_seconds_says_local_time(String text) {
    assertThat(azureCli("{\"accessToken\":\"t\",\"expiresOn\":\"" + text + "\"}").getExpiresAt())
        .isEqualTo(
            LocalDateTime.of(2099, 5, 6, 7, 8, 9)
                .atZone(ZoneId.systemDefault())
                .toOffsetDateTime());
  }

  @Test
  void warnings_and_messages_around_it_do_not_matter() {
    String output =
        "WARNING: {a new version}\r\n{\"type\":\"consoleMessage\"}\n"
            + "{\n \"token\": \"t\", \"expiresOn\": \"2099-01-01T00:00:00Z\"\n}\nbye\n";
    assertThat(ToolToken.in(output, "token").getExpiresAt().toInstant())
        .isEqualTo(Instant.parse("2099-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "t",
        "[]",
        "{\"accessToken\": \"t\"}",
        "{\"accessToken\": 1, \"expires_on\": 4102444800}",
        "{\"accessToken\": \"t\", \"expires_on\": \"soon\"}",
        "{\"accessToken\": \"t\", \"expires_on\": 1e300}",
        "{\"accessToken\": \"t\", \"expiresOn\": \"tomorrow\"}",
        "{\"accessToken\": \"t\", \"expiresOn\": \"2099-99-99T00:00:00Z\"}",
      })
  void without_a_token_and_its_end_there_is_none(String output) {
    assertThat(azureCli(output)).isNull();
  }

  @Test
  void a_tool_that_prints_braces_for_ever_ends_the_search() {
    assertThat(azureCli("{\n".repeat(200_000))).isNull();
  }
}
