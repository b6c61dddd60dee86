package io.foundryidentity.agent.azure;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTokenTest {

  private static AccessToken azureCli(String output) {
    return ToolToken.in(output, "Azure CLI", "accessToken");
  }

  @Test
  void seconds_since_1970_count_before_local_time() {
    long end = Instant.now().getEpochSecond() + 7_000;
    AccessToken token =
        azureCli(
            "{\"accessToken\": \"t\", \"expires_on\": "
                + end
                + ", \"expiresOn\": \"2000-01-01 00:00:00.000000\"}");
    assertThat(token.getToken()).isEqualTo("t");
    assertThat(token.getExpiresAt().toInstant()).isEqualTo(Instant.ofEpochSecond(end));
  }

  @Test
  void an_azure_cli_without_seconds_says_local_time_in_each_zone_and_locale() {
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    try {
      for (String id : ExpiryTimeTest.ZONES) {
        TimeZone.setDefault(TimeZone.getTimeZone(id));
        LocalDateTime end = LocalDateTime.now(ZoneId.of(id)).plusHours(30).withNano(0);
        DateTimeFormatter form = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
        for (String tag : ExpiryTimeTest.LOCALES) {
          Locale.setDefault(Locale.forLanguageTag(tag));
          for (String fraction : new String[] {"", ".000000", ".123"}) {
            assertThat(
                    azureCli(
                            "{\"accessToken\":\"t\",\"expiresOn\":\""
                                + form.format(end)
                                + fraction
                                + "\"}")
                        .getExpiresAt()
                        .toInstant())
                .isEqualTo(end.atZone(ZoneId.of(id)).toInstant());
          }
        }
      }
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }
  }

  @Test
  void warnings_and_messages_around_it_do_not_matter() {
    Instant end = Instant.now().plusSeconds(5_000).truncatedTo(ChronoUnit.SECONDS);
    String output =
        "WARNING: {a new version}\r\n{\"type\":\"consoleMessage\"}\n"
            + "{\n \"token\": \"t\", \"expiresOn\": \""
            + end
            + "\"\n}\nbye\n";
    assertThat(ToolToken.in(output, "Azure Developer CLI", "token").getExpiresAt().toInstant())
        .isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "t",
        "[]",
        "{\"accessToken\": \"\"}",
        "{\"accessToken\": \" \"}",
        "{\"accessToken\": 1, \"expires_on\": 4102444800}",
        "{\"accessToken\": \"cut",
        "WARNING {\"accessToken\": \"t\"",
        "{\"accessToken\": \"t\", \"tokenType\": \"pop\"}",
      })
  void without_a_token_there_is_none(String output) {
    assertThat(azureCli(output)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"accessToken\": \"t\"}",
        "{\"accessToken\": \"t\", \"expires_on\": \"soon\"}",
        "{\"accessToken\": \"t\", \"expires_on\": 1e300}",
        "{\"accessToken\": \"t\", \"expiresOn\": \"tomorrow\"}",
        "{\"accessToken\": \"t\", \"expiresOn\": \"2099-99-99T00:00:00Z\"}",
      })
  void a_token_without_an_end_has_an_hour(String output) {
    assertThat(azureCli(output).getExpiresAt().toInstant())
        .isBetween(Instant.now().plusSeconds(3_590), Instant.now().plusSeconds(3_600));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\n\n{\"accessToken\": \"t\"}\n",
        "WARNING: {x}\n  {\"accessToken\": \"t\"}",
        "WARNING: {x}\n\t{\n\"accessToken\":\n\"t\"}",
        "{\"a\": 1}\n{\"b\": {\"accessToken\": \"u\"}}\n{\"accessToken\": \"t\"}",
        "WARNING: {\"accessToken\": \"t\"}",
      })
  void it_is_found_behind_blank_lines_and_warnings(String output) {
    assertThat(azureCli(output).getToken()).isEqualTo("t");
  }

  @Test
  void colours_and_marks_of_a_terminal_are_taken_out() {
    String output =
        "\ufeff\u001b]0;title\u0007\u001b[33;1mWARNING: \u001b[0m{\u001b[K\r\n"
            + "\u001b[0m{\u001b[34m\"accessToken\"\u001b[39m: \u001b(B\"t\"}\u001b";
    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      assertThat(azureCli(ToolText.of(output.getBytes(charset))).getToken()).isEqualTo("t");
    }
    assertThat(ToolText.of("a\u001b]no end\nb\u001b[1".getBytes(UTF_8))).isEqualTo("a\nb");
    assertThat(ToolText.of("\u001b]2;x\u001b\\y".getBytes(UTF_8))).isEqualTo("y");
    assertThat(ToolText.of(new byte[] {(byte) 0xff})).hasSize(1);
  }

  @Test
  void a_tool_that_prints_braces_for_ever_ends_the_search() {
    assertThat(azureCli("{\n".repeat(200_000))).isNull();
  }
}
