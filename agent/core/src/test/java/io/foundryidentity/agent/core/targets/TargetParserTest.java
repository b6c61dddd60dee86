package io.foundryidentity.agent.core.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetParserTest {

  @ParameterizedTest
  @CsvSource({
    "res.openai.azure.com,                 https://res.openai.azure.com:443",
    "RES.OpenAI.Azure.COM.,                https://res.openai.azure.com:443",
    "res.openai.azure.com:8443,            https://res.openai.azure.com:8443",
    "https://res.openai.azure.com,         https://res.openai.azure.com:443",
    "HTTPS://res.openai.azure.com/,        https://res.openai.azure.com:443",
    "https://host:8443/api/projects/a/,    https://host:8443/api/projects/a",
    "localhost,                            https://localhost:443",
    "bücher.example,                       https://xn--bcher-kva.example:443",
    "BÜCHER.example,                       https://xn--bcher-kva.example:443",
    "xn--bcher-kva.example,                https://xn--bcher-kva.example:443",
    "10.0.0.4,                             https://10.0.0.4:443",
    "[::1]:8443,                           https://[0:0:0:0:0:0:0:1]:8443",
    "[2001:DB8::0:1],                      https://[2001:db8:0:0:0:0:0:1]:443",
    "http://127.0.0.1:8080,                http://127.0.0.1:8080",
    "http://127.1.2.3,                     http://127.1.2.3:80",
    "http://[::1]:8080/x,                  http://[0:0:0:0:0:0:0:1]:8080/x",
    "*.openai.azure.com,                   https://*.openai.azure.com:443",
    "https://*.Services.AI.azure.us./p,    https://*.services.ai.azure.us:443/p",
    "*.cognitiveservices.azure.cn:444,     https://*.cognitiveservices.azure.cn:444",
  })
  void an_entry_is_read_into_one_canonical_target(String text, String canonical) {
    assertThat(TargetParser.parse(text)).hasToString(canonical);
    assertThat(TargetParser.parse(text).source()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                          | has no host name",
        "https://                                    | has no host name",
        "https:///path                               | has no host name",
        "a b                                         | a space",
        "a\u00a0b                                    | a space",
        "https://user@host                           | user name",
        "https://host/?a=b                           | a query or a fragment",
        "host#x                                      | a query or a fragment",
        "https://host\\.evil.example                 | a backslash",
        "ftp://host                                  | a scheme other than https",
        "wss://host                                  | a scheme other than https",
        "://host                                     | a scheme other than https",
        "host/api                                    | a path but no scheme",
        "a..b                                        | an empty label",
        ".a                                          | an empty label",
        "host..                                      | an empty label",
        "host:                                       | a port",
        "host:0                                      | a port",
        "host:65536                                  | a port",
        "host:99999999999                            | a port",
        "host:+443                                   | a port",
        "host:44x3                                   | a port",
        "host:443:443                                | more than one colon",
        "::1                                         | more than one colon",
        "[::1                                        | more than one colon",
        "[::1]x                                      | not an IPv6 address",
        "[fe80::1%eth0]                              | not an IPv6 address",
        "[1:2:3:4:5:6:7]                             | not an IPv6 address",
        "[1::2::3]                                   | not an IPv6 address",
        "[::ffff:169.254.169.254]                    | not an IPv6 address",
        "[::ffff:a9fe:a9fe]                          | contains an IPv4 address",
        "[64:ff9b::a9fe:a9fe]                        | contains an IPv4 address",
        "[::]                                        | contains an IPv4 address",
        "127.1                                       | ends in a number",
        "2130706433                                  | ends in a number",
        "0x7f.0.0.1                                  | ends in a number",
        "host.0x7f                                   | ends in a number",
        "0177.0.0.1                                  | ends in a number",
        "127.0.0.1.                                  | ends in a number",
        "256.0.0.1                                   | ends in a number",
        "0.0.0.0                                     | ends in a number",
        "under_score.example                         | a character that no host name has",
        "-a.example                                  | a hyphen",
        "a-.example                                  | a hyphen",
        "a,b                                         | a character that no host name has",
        "https://host/a/../b                         | dot segments",
        "https://host//a                             | empty",
        "https://host//                              | empty",
        "https://host/a//                            | empty",
        "https://host/.../b                          | dot segments",
        "https://host/a[b                            | a character that no path has",
        "https://host/a%2fb                          | two ways",
        "https://host/a;b                            | two ways",
        "fa\u00df.example                            | xn-- form",
        "\uff45xample.com                            | xn-- form",
        "res\u3002example                            | xn-- form",
        "\uff0a.openai.azure.com                     | xn-- form",
      })
  void what_can_be_read_in_two_ways_is_refused(String text, String why) {
    assertThatThrownBy(() -> TargetParser.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://res.openai.azure.com",
        "http://localhost:8080",
        "http://10.0.0.4",
        "http://127.evil.example",
        "http://[2001:db8::2]",
        "http://*.openai.azure.com",
      })
  void plain_http_is_for_loopback_literals_alone(String text) {
    assertThatThrownBy(() -> TargetParser.parse(text)).hasMessageContaining("unencrypted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*.",
        "*.com",
        "*.azure.com",
        "*.azure-api.net",
        "*.evil.example",
        "*.evilopenai.azure.com",
        "*.a.openai.azure.com",
        "*.*.openai.azure.com",
        "*openai.azure.com",
        "*a.openai.azure.com",
        "*.openai.azure.com.evil.example",
        "*.openai.azure.de",
      })
  void a_wildcard_over_names_that_anyone_may_own_is_refused(String text) {
    assertThatThrownBy(() -> TargetParser.parse(text)).hasMessageContaining("anyone can own");
  }

  @Test
  void a_star_inside_a_name_is_refused() {
    assertThatThrownBy(() -> TargetParser.parse("a.*.azure.com")).hasMessageContaining("star");
  }

  @Test
  void a_legal_wildcard_warns_of_replay() {
    assertThat(TargetParser.parse("*.openai.azure.com").warning())
        .startsWith("'*.openai.azure.com' ")
        .contains("can use its token");
    assertThat(TargetParser.parse("res.openai.azure.com").warning()).isNull();
  }

  @Test
  void a_message_shows_neither_passwords_nor_keys_nor_forged_lines() {
    assertThatThrownBy(() -> TargetParser.parse("https://me:hunter2@host/?api-key=s3cret"))
        .message()
        .startsWith("'https://***@host/?***' ")
        .doesNotContain("hunter2", "s3cret");
    assertThatThrownBy(() -> TargetParser.parse("a:p@b@host")).message().startsWith("'***@host' ");
    assertThatThrownBy(() -> TargetParser.parse("a\nb\u2028c\u202ed"))
        .message()
        .startsWith("'a b c d' ");
  }

  @Test
  void a_message_stays_short() {
    assertThatThrownBy(() -> TargetParser.parse("a".repeat(5000)))
        .message()
        .hasSizeLessThan(300)
        .contains("a...'");
  }
}
