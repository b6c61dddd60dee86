package io.foundryidentity.agent.core.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTableTest {

  private static final String HOST = "res.openai.azure.com";

  static TargetTable<String> table(String... targets) {
    List<Target> parsed =
        Arrays.stream(targets).map(TargetParser::parse).collect(Collectors.toList());
    return TargetTable.of(parsed, Arrays.asList(targets));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "res.openai.azure.com.evil.example",
        "evilres.openai.azure.com",
        "res.openai.azure.co",
        "es.openai.azure.com",
        "a.res.openai.azure.com",
        "openai.azure.com",
        "res-openai.azure.com",
        "res.openai.azure.com@evil.example",
        "evil.example@res.openai.azure.com",
        "evil.example/res.openai.azure.com",
        "res.openai.azure.com:443",
        "res.openai.azure.com..",
        ".res.openai.azure.com",
        "res.openai.azure.com ",
        "res.openai.azure.com\u0000",
        "res.openai.azure.com\\",
        "[res.openai.azure.com]",
        "res\u3002openai.azure.com",
        "r\u0435s.openai.azure.com",
        "\uff52es.openai.azure.com",
        "RE\u017f.openai.azure.com",
        ".",
        "..",
        "",
      })
  void a_host_that_is_not_the_target_matches_nothing(String host) {
    assertThat(table(HOST).find("https", host, -1, "/")).isNull();
    assertThat(table(HOST).find("https", host, 443, null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {HOST, HOST + ".", "RES.OPENAI.AZURE.COM", "Res.OpenAI.azure.com."})
  void case_and_a_trailing_dot_do_not_matter(String host) {
    assertThat(table(HOST).find("https", host, -1, "/")).isEqualTo(HOST);
    assertThat(table(HOST).find("HTTPS", host, 443, null)).isEqualTo(HOST);
  }

  @Test
  void a_letter_that_only_folds_to_ascii_is_another_host() {
    assertThat(table("kim.example").find("https", "\u212aim.example", -1, "/")).isNull();
    assertThat(table("kim.example").find("http\u017f", "kim.example", -1, "/")).isNull();
  }

  @Test
  void user_information_in_front_of_a_stranger_does_not_match() {
    java.net.URI trick = java.net.URI.create("https://res.openai.azure.com@evil.example/");
    assertThat(table(HOST).find(trick.getScheme(), trick.getHost(), trick.getPort(), "/")).isNull();
    assertThat(table(HOST).find("https", trick.getRawAuthority(), -1, "/")).isNull();
  }

  @Test
  void a_port_belongs_to_the_target() {
    TargetTable<String> table = table(HOST, HOST + ":8443");
    assertThat(table.find("https", HOST, -1, "/")).isEqualTo(HOST);
    assertThat(table.find("https", HOST, 443, "/")).isEqualTo(HOST);
    assertThat(table.find("https", HOST, 8443, "/")).isEqualTo(HOST + ":8443");
    assertThat(table.find("https", HOST, 80, "/")).isNull();
    assertThat(table.find("https", HOST, 0, "/")).isNull();
    assertThat(table.find("https", HOST, -2, "/")).isNull();
    assertThat(table.find("https", HOST, 443 + 65536, "/")).isNull();
  }

  @Test
  void https_is_not_http_even_on_its_port() {
    TargetTable<String> table = table(HOST, "http://127.0.0.1:8080");
    assertThat(table.find("http", HOST, 443, "/")).isNull();
    assertThat(table.find("http", HOST, -1, "/")).isNull();
    assertThat(table.find("wss", HOST, 443, "/")).isNull();
    assertThat(table.find("http", "127.0.0.1", 8080, "/")).isNotNull();
    assertThat(table.find("https", "127.0.0.1", 8080, "/")).isNull();
  }

  @Test
  void nothing_matches_where_scheme_or_host_is_missing() {
    assertThat(table(HOST).find(null, HOST, -1, "/")).isNull();
    assertThat(table(HOST).find("https", null, -1, "/")).isNull();
    assertThat(table().find("https", HOST, -1, "/")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]", "0:0:0:0:0:0:0:1", "[0:0::0001]", "0::1"})
  void every_form_of_an_ipv6_address_is_that_address(String host) {
    assertThat(table("http://[::1]:8080").find("http", host, 8080, "/")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::2",
        "[::1",
        "::1]",
        "[::1%lo]",
        "::ffff:127.0.0.1",
        "::1.",
        "1::",
        "::",
        "[]",
        "[[::1]]",
        ":1",
        "::00001",
        "0:0:0:0:0:0:0:0:1",
        "0:0:0:0:0:0:0:1:",
        "::1::",
        "\u0660::1",
        "127.0.0.1"
      })
  void what_is_not_that_ipv6_address_matches_nothing(String host) {
    assertThat(table("http://[::1]:8080").find("http", host, 8080, "/")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.1", "2130706433", "0x7f.0.0.1", "127.0.0.01", "127.0.0.1.", "localhost"})
  void other_forms_of_an_ipv4_address_match_nothing(String host) {
    assertThat(table("http://127.0.0.1:8080").find("http", host, 8080, "/")).isNull();
  }

  @Test
  void an_internationalised_target_is_found_by_its_ascii_name_alone() {
    TargetTable<String> table = table("b\u00fccher.example");
    assertThat(table.find("https", "XN--Bcher-KVA.example", -1, "/")).isNotNull();
    assertThat(table.find("https", "b\u00fccher.example", -1, "/")).isNull();
    assertThat(table.find("https", "bucher.example", -1, "/")).isNull();
    // A name that looks the same, with a Cyrillic letter
    assertThat(table.find("https", java.net.IDN.toASCII("b\u00fcch\u0435r.example"), -1, "/"))
        .isNull();
  }

  @Test
  void a_wildcard_stands_for_exactly_one_label() {
    TargetTable<String> table = table("*.openai.azure.com");
    assertThat(table.find("https", "any.openai.azure.com", -1, "/")).isNotNull();
    assertThat(table.find("https", "ANY.openai.azure.com.", 443, "/")).isNotNull();
    for (String host :
        new String[] {
          "openai.azure.com",
          ".openai.azure.com",
          "a.b.openai.azure.com",
          "anyopenai.azure.com",
          "any.openai.azure.com.evil.example",
          "evil.example/.openai.azure.com",
          "evil@any.openai.azure.com",
          "evil.example#.openai.azure.com",
          "evil:80.openai.azure.com",
          "evil\\.openai.azure.com",
          "\u00e9.openai.azure.com",
          "*.openai.azure.com",
          "a_b.openai.azure.com",
          "any.openai.azure.us",
        }) {
      assertThat(table.find("https", host, -1, "/")).as(host).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/projects/a",
        "/api/projects/a/",
        "/api/projects/a?x=/../b",
        "/api/projects/a?",
        "/api/projects/a?x=%2e%2e%&y#%00",
        "/api/projects/a/x/y?api-version=1",
        "/api/projects/a/x.y/..z/...z/.well-known/z.",
        "/api/projects/a/!$&'()*+,;=:@-._~",
        "/api/projects/a/text:analyze",
        "/api/projects/a/x;v=1.0/y",
        "/api/projects/a/my%20file",
        "/api/projects/a/%22x%22%3A%5B%7b%5D",
        "/api/projects/a/caf%C3%A9/%E6%96%87/%F0%A0%AE%B7",
        "/api/projects/a/c%CC%A7"
      })
  void a_prefix_holds_whole_segments(String path) {
    assertThat(table("https://h/api/projects/a").find("https", "h", -1, path)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "?/api/projects/a",
        "/api/projects/ab",
        "/api/projects",
        "/api/projects/A",
        "/API/projects/a",
        "/api/projects/%61",
        "//api/projects/a",
        "/./api/projects/a",
        "api/projects/a",
        "../api/projects/a",
        "https://h/api/projects/a",
        "/x?/api/projects/a",
        "/x#/api/projects/a",
        "/api/projects/a;x",
        "/api/projects/a%20",
        "/api/projects/a%",
        "/api/projects/a#x",
        "/api/projects/a/#/../../b",
        "/api/projects/a/../b",
        "/api/projects/a/..",
        "/api/projects/a/..?x",
        "/api/projects/a/./x",
        "/api/projects/a/.../b",
        "/api/projects/a/....//b",
        "/api/projects/a/..;x/b",
        "/api/projects/a/..;/b",
        "/api/projects/a/.;/b",
        "/api/projects/a/;/b",
        "/api/projects/a/;x=1/../b",
        "/api/projects/a/..,x/b",
        "/api/projects/a/..=/b",
        "/api/projects/a/..:/b",
        "/api/projects/a//b",
        "/api/projects/a//",
        "/api/projects/a/%2e%2e/b",
        "/api/projects/a/.%2E/b",
        "/api/projects/a/%2E./b",
        "/api/projects/a/%41",
        "/api/projects/a/%7E",
        "/api/projects/a/%2d",
        "/api/projects/a/x%2fy",
        "/api/projects/a/x%2Fy",
        "/api/projects/a/x%5Cy",
        "/api/projects/a/%252e%252e/b",
        "/api/projects/a/%25",
        "/api/projects/a/..\\b",
        "/api/projects/a\\..\\b",
        "/api/projects/a/%2",
        "/api/projects/a/%",
        "/api/projects/a/%?x",
        "/api/projects/a/%2?x",
        "/api/projects/a/%zz",
        "/api/projects/a/%2g",
        "/api/projects/a/%+2e",
        "/api/projects/a/% 2e",
        "/api/projects/a/%\uff12\uff45",
        "/api/projects/a/%u002e%u002e/b",
        "/api/projects/a/%u2215",
        "/api/projects/a/%uff0e%uff0e/b",
        "/api/projects/a/%c0%ae%c0%ae/b",
        "/api/projects/a/%c0%af",
        "/api/projects/a/%c1%9c",
        "/api/projects/a/%e0%80%ae",
        "/api/projects/a/%e0%80%af",
        "/api/projects/a/%f0%80%80%ae",
        "/api/projects/a/%f8%80%80%80%ae",
        "/api/projects/a/%fc%80%80%80%80%ae",
        "/api/projects/a/%c3",
        "/api/projects/a/%c3/%a9",
        "/api/projects/a/%c3x",
        "/api/projects/a/%a9",
        "/api/projects/a/%ff",
        "/api/projects/a/%c3%",
        "/api/projects/a/%e6%96",
        "/api/projects/a/%ed%a0%80",
        "/api/projects/a/%f4%90%80%80",
        "/api/projects/a/%ef%bc%8e%ef%bc%8e/b",
        "/api/projects/a/%ef%bc%8f",
        "/api/projects/a/%e2%88%95",
        "/api/projects/a/%e2%80%a4%e2%80%a4/b",
        "/api/projects/a/%c4%ae%c4%ae/b",
        "/api/projects/a/%c4%af",
        "/api/projects/a/%c4%8a",
        "/api/projects/a/%e2%80%ae",
        "/api/projects/a/%c2%a0",
        "/api/projects/a/%c2%85",
        "/api/projects/a/%ef%bb%bf",
        "/api/projects/a/..%00/b",
        "/api/projects/a/..%3b/b",
        "/api/projects/a/..%20/b",
        "/api/projects/a/.%20./b",
        "/api/projects/a/%20../b",
        "/api/projects/a/x%20/b",
        "/api/projects/a/x%20",
        "/api/projects/a/x%20;y/b",
        "/api/projects/a/%20x/b",
        "/api/projects/a/..%22/b",
        "/api/projects/a/..%C3%A9/b",
        "/api/projects/a/x%00",
        "/api/projects/a/x%0a",
        "/api/projects/a/x%0d%0aHost:y",
        "/api/projects/a/x%09",
        "/api/projects/a/x%7f",
        "/api/projects/a/x%3f/../../b",
        "/api/projects/a/x%23",
        "/api/projects/a/x%3b",
        "/api/projects/a/x%2b",
        "/api/projects/a/x y",
        "/api/projects/a/x\ty",
        "/api/projects/a/x\ny",
        "/api/projects/a/x\u0000",
        "/api/projects/a/x\u007f",
        "/api/projects/a/x\u0085",
        "/api/projects/a/x\u00a0y",
        "/api/projects/a/caf\u00e9",
        "/api/projects/a/\uff0e\uff0e/b",
        "/api/projects/a/\u2215b",
        "/api/projects/a/\ud83d\ude00",
        "/api/projects/a/\ud83d",
        "/api/projects/a/x\"y",
        "/api/projects/a/<x>",
        "/api/projects/a/[x]",
        "/api/projects/a/{x}",
        "/api/projects/a/x|y",
        "/api/projects/a/x^y",
        "/api/projects/a/x`y",
        "/api/projects/a?x y",
        "/api/projects/a?x\r\nHost: evil.example",
        "/api/projects/a?x\u0000",
        "/api/projects/a?x\u010a",
        "/api/projects/a?x\u00e9"
      })
  void a_path_that_may_lead_elsewhere_is_not_under_the_prefix(String path) {
    assertThat(table("https://h/api/projects/a").find("https", "h", -1, path)).isNull();
    assertThat(table("h").find("https", "h", -1, path)).isNotNull();
  }

  @Test
  void a_missing_path_is_under_no_prefix() {
    assertThat(table("https://h/a").find("https", "h", -1, null)).isNull();
  }

  @Test
  void the_most_specific_target_wins() {
    String deep = "https://res.openai.azure.com/a/b";
    String shallow = "https://res.openai.azure.com/a";
    TargetTable<String> table = table("*.openai.azure.com", shallow, HOST, deep);
    assertThat(table.find("https", HOST, -1, "/a/b/c")).isEqualTo(deep);
    assertThat(table.find("https", HOST, -1, "/a/c")).isEqualTo(shallow);
    assertThat(table.find("https", HOST, -1, "/c")).isEqualTo(HOST);
    assertThat(table.find("https", "other.openai.azure.com", -1, "/a/b/c"))
        .isEqualTo("*.openai.azure.com");
  }

  @Test
  void a_host_is_known_whatever_the_port_and_path_of_its_targets() {
    TargetTable<String> table = table("*.openai.azure.com", "https://foundry.example:8443/a");
    assertThat(table.hasHost("foundry.example")).isTrue();
    assertThat(table.hasHost("FOUNDRY.example.")).isTrue();
    assertThat(table.hasHost(HOST)).isTrue();
    assertThat(table.hasHost("openai.azure.com")).isFalse();
    assertThat(table.hasHost("a.foundry.example")).isFalse();
    assertThat(table.hasHost("")).isFalse();
  }

  @Test
  void a_wildcard_stays_for_what_the_exact_target_does_not_cover() {
    TargetTable<String> table = table("*.openai.azure.com", "https://res.openai.azure.com/a");
    assertThat(table.find("https", HOST, -1, "/b")).isEqualTo("*.openai.azure.com");
  }

  @Test
  void the_same_target_twice_is_refused_and_both_are_named() {
    assertThatThrownBy(() -> table(HOST, "https://RES.openai.azure.com:443/"))
        .hasMessage("'" + HOST + "' and 'https://RES.openai.azure.com:443/' are the same target");
  }

  @Test
  void a_thousand_hosts_are_all_found_and_their_neighbours_are_not() {
    String[] hosts = new String[1000];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = "contoso-" + i * 7 + "-production.openai.azure.com";
    }
    TargetTable<String> table = table(hosts);
    for (int i = 0; i < hosts.length; i++) {
      assertThat(table.find("https", hosts[i], -1, "/")).isEqualTo(hosts[i]);
      String neighbour = "contoso-" + (i * 7 + 1) + "-production.openai.azure.com";
      assertThat(table.find("https", neighbour, -1, "/")).isNull();
    }
  }
}
