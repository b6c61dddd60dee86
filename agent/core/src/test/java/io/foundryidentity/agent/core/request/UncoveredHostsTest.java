package io.foundryidentity.agent.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.ConfigurationSources;
import io.foundryidentity.agent.core.output.RecordedLog;
import io.foundryidentity.agent.core.targets.TargetTable;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** The lines about requests that no target covers. */
class UncoveredHostsTest {

  private static final String PATH = "/openai/v1/models?secret=value";
  private static final int CALLS = 200_000;

  @BeforeEach
  void record() {
    RecordedLog.start(Level.INFO);
  }

  @AfterEach
  void stop() {
    RecordedLog.stop();
  }

  private static UncoveredHosts hosts(String arguments) {
    try {
      return new UncoveredHosts(Configuration.read(arguments).rules());
    } catch (ConfigurationException mistake) {
      throw new AssertionError(mistake);
    }
  }

  private static String line(
      String arguments, String scheme, String host, int port, @Nullable String path) {
    hosts(arguments).note(scheme, host, port, path);
    return String.join("\n", RecordedLog.lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"contoso.services.ai.azure.com", "contoso.cognitiveservices.azure.com"})
  void another_name_of_the_same_resource_is_told_with_the_value_to_set(String host) {
    assertThat(line("hosts=contoso.openai.azure.com", "https", host, -1, PATH))
        .isEqualTo(
            "WARN requests to https://"
                + host
                + ":443 are sent without a token: this host is not configured, only"
                + " contoso.openai.azure.com is; if this host is yours, set"
                + " foundry.identity.hosts=contoso.openai.azure.com,"
                + host
                + " (as a variable: FOUNDRY_IDENTITY_HOSTS); the current value is from: agent"
                + " argument");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fabrikam.openai.azure.com",
        "fabrikam.services.ai.azure.us",
        "fabrikam.cognitiveservices.azure.cn",
        "contoso.openai.azure.us",
        "FABRIKAM.OpenAI.AZURE.com.",
        "a.openai.azure.us"
      })
  void a_host_of_another_resource_or_cloud_is_told(String host) {
    assertThat(line("hosts=contoso.openai.azure.com", "https", host, 443, PATH))
        .startsWith("WARN requests to https://")
        .contains(": this host is not configured; if this host is yours, set foundry")
        .doesNotContain("secret", "..", "openai/v1");
  }

  @Test
  void another_port_is_told_with_the_port_to_add() {
    assertThat(
            line("hosts=contoso.openai.azure.com", "https", "contoso.openai.azure.com", 8443, "/"))
        .contains("requests to https://contoso.openai.azure.com:8443 are sent without a token")
        .contains("only https on port 443 of this host is configured")
        .contains("hosts=contoso.openai.azure.com,contoso.openai.azure.com:8443 (");
  }

  @Test
  void http_is_told_and_the_url_is_what_must_change() {
    assertThat(line("hosts=contoso.openai.azure.com", "http", "contoso.openai.azure.com", -1, "/"))
        .isEqualTo(
            "WARN requests to http://contoso.openai.azure.com:80 are sent without a token: they"
                + " use http, and a token goes over https only; use https in the application's"
                + " URL");
  }

  @Test
  void http_to_a_host_that_is_not_configured_needs_both() {
    assertThat(
            line(
                "hosts=contoso.openai.azure.com", "HTTP", "contoso.services.ai.azure.com", -1, "/"))
        .contains("use https in the application's URL; if this host is yours, also set")
        .contains("hosts=contoso.openai.azure.com,contoso.services.ai.azure.com (");
  }

  @Test
  void a_path_outside_the_prefixes_is_told_without_the_path() {
    String prefix = "https://contoso.services.ai.azure.com/api/projects/";
    assertThat(
            line(
                "hosts=" + prefix + "one," + prefix + "two",
                "https",
                "contoso.services.ai.azure.com",
                443,
                PATH))
        .contains("requests to https://contoso.services.ai.azure.com:443 are sent without a token")
        .contains("only paths under /api/projects/one and /api/projects/two of this host are")
        .contains("two,contoso.services.ai.azure.com (")
        .doesNotContain("secret", "models");
  }

  @Test
  void a_path_that_can_be_read_in_two_ways_is_told_with_what_to_change() {
    assertThat(
            line(
                "hosts=https://contoso.services.ai.azure.com/api",
                "https",
                "contoso.services.ai.azure.com",
                443,
                "/api/%2e%2e/secret"))
        .contains("only paths under /api of this host are configured, and a path that servers can")
        .endsWith("without empty or dot segments and odd escapes");
  }

  @Test
  void a_lookup_without_a_path_says_nothing_about_a_prefix() {
    UncoveredHosts hosts = hosts("hosts=https://contoso.services.ai.azure.com/api");
    hosts.note("https", "contoso.services.ai.azure.com", -1, null);
    assertThat(RecordedLog.lines()).isEmpty();

    hosts.note("https", "contoso.services.ai.azure.com", -1, "/");
    assertThat(RecordedLog.lines()).hasSize(1);
  }

  @Test
  void a_host_that_is_covered_meanwhile_is_not_told() {
    assertThat(line("hosts=contoso.openai.azure.com", "https", "contoso.openai.azure.com", -1, "/"))
        .isEmpty();
    assertThat(line("hosts=*.openai.azure.com", "https", "contoso.openai.azure.com", -1, "/"))
        .isEmpty();
  }

  @Test
  void another_port_of_a_host_under_a_wildcard_is_told() {
    assertThat(line("hosts=*.openai.azure.com", "https", "contoso.openai.azure.com", 8443, "/"))
        .contains("only https on port 443 of this host is configured")
        .contains("hosts=*.openai.azure.com,contoso.openai.azure.com:8443 (");
  }

  @Test
  void a_host_from_a_variable_of_the_application_is_kept_in_the_value() throws Exception {
    ConfigurationSources sources =
        new ConfigurationSources() {
          @Override
          public String arguments() {
            return "";
          }

          @Override
          public Properties systemProperties() {
            return new Properties();
          }

          @Override
          public Map<String, String> environment() {
            return Map.of("AZURE_OPENAI_ENDPOINT", "https://contoso.openai.azure.com/openai");
          }

          @Override
          public Properties file(String path) {
            throw new AssertionError("no file is configured");
          }
        };
    new UncoveredHosts(Configuration.read(sources).rules())
        .note("https", "contoso.services.ai.azure.com", -1, "/");

    assertThat(RecordedLog.lines())
        .singleElement()
        .asString()
        .contains("set foundry.identity.hosts=https://contoso.openai.azure.com,contoso.services.ai")
        .endsWith("the current value is from: environment variable AZURE_OPENAI_ENDPOINT");
  }

  @Test
  void a_host_of_a_rule_is_added_to_that_rules_hosts() {
    assertThat(
            line(
                "rule.east.hosts=contoso.openai.azure.com,rule.west.hosts=fabrikam.openai.azure.com",
                "https",
                "fabrikam.services.ai.azure.com",
                -1,
                "/"))
        .contains(
            "set foundry.identity.rule.west.hosts=fabrikam.openai.azure.com,"
                + "fabrikam.services.ai.azure.com"
                + " (as a variable: FOUNDRY_IDENTITY_RULE_WEST_HOSTS)");
  }

  @Test
  void with_named_rules_only_an_unknown_host_is_one_for_the_default_rule() {
    assertThat(
            line(
                "rule.east.hosts=contoso.openai.azure.com",
                "https",
                "fabrikam.openai.azure.com",
                -1,
                "/"))
        .endsWith(
            "set foundry.identity.hosts=fabrikam.openai.azure.com (as a variable:"
                + " FOUNDRY_IDENTITY_HOSTS)");
  }

  @Test
  void a_value_that_is_too_long_for_a_line_is_not_repeated() {
    String many =
        IntStream.range(0, 60)
            .mapToObj(i -> "contoso-" + i + ".openai.azure.com")
            .collect(Collectors.joining(","));

    assertThat(line("hosts=" + many, "https", "contoso-7.services.ai.azure.com", -1, "/"))
        .contains("add contoso-7.services.ai.azure.com to foundry.identity.hosts (as a variable")
        .doesNotContain("contoso-8");
  }

  @Test
  void each_host_is_told_once_in_whatever_spelling() {
    UncoveredHosts hosts = hosts("hosts=contoso.openai.azure.com");
    for (int i = 0; i < 3; i++) {
      hosts.note("https", "contoso.services.ai.azure.com", -1, "/");
      hosts.note("https", "Contoso.services.AI.azure.com.", 443, "/other");
      hosts.note("http", "contoso.services.ai.azure.com", 80, "/");
    }

    assertThat(RecordedLog.lines()).hasSize(1);
  }

  @Test
  void the_number_of_lines_is_limited_and_the_last_one_says_so() {
    UncoveredHosts hosts = hosts("hosts=contoso.openai.azure.com");
    for (int i = 0; i < 3 * UncoveredHosts.MOST_TOLD; i++) {
      hosts.note("https", "other-" + i + ".openai.azure.com", -1, "/");
    }

    assertThat(RecordedLog.lines()).hasSize(UncoveredHosts.MOST_TOLD + 1);
    assertThat(RecordedLog.lines().get(UncoveredHosts.MOST_TOLD)).contains("no more of them");
  }

  @Test
  void spellings_without_end_use_no_memory_without_end() {
    UncoveredHosts hosts = hosts("hosts=contoso.openai.azure.com");
    for (int i = 0; i < 5_000; i++) {
      StringBuilder host = new StringBuilder("abcdefghijklm.openai.azure.com");
      for (int bit = 0; bit < 13; bit++) {
        if ((i >> bit & 1) == 1) {
          host.setCharAt(bit, Character.toUpperCase(host.charAt(bit)));
        }
      }
      hosts.note("https", host.toString(), -1, "/");
    }

    assertThat(RecordedLog.lines()).hasSize(1);
    assertThat(hosts.seen()).isLessThanOrEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.github.com",
        "azure.com",
        "openai.azure.com",
        "portal.azure.com",
        "a.b.openai.azure.com",
        "contoso.openai.azure.com.example",
        "contoso.xopenai.azure.com",
        "user:password@contoso.openai.azure.com",
        "login.microsoftonline.com",
        ""
      })
  void other_hosts_are_not_told(String host) {
    assertThat(line("hosts=contoso.openai.azure.com", "https", host, -1, "/")).isEmpty();
  }

  @Test
  void what_is_no_request_over_http_is_not_told() {
    UncoveredHosts hosts = hosts("hosts=contoso.openai.azure.com");
    hosts.note("socket", "contoso.services.ai.azure.com", 443, null);
    hosts.note(null, "contoso.services.ai.azure.com", 443, "/");
    hosts.note("https", null, 443, "/");
    hosts.note("https", "contoso.services.ai.azure.com", 0, "/");
    hosts.note("https", "contoso.services.ai.azure.com", -2, "/");

    assertThat(RecordedLog.lines()).isEmpty();
  }

  @Test
  void at_debug_every_new_host_is_listed_once_up_to_a_limit() {
    RecordedLog.start(Level.DEBUG);
    UncoveredHosts hosts = hosts("hosts=https://apim.example/openai");
    hosts.note("https", "api.github.com", -1, PATH);
    hosts.note("https", "api.github.com", -1, PATH);
    hosts.note("http", "127.0.0.1", 8080, PATH);
    hosts.note("https", "[::1]", 8080, PATH);
    hosts.note("https", "apim.example", -1, PATH + "/orders");
    hosts.note("https", "user:password@github.com", -1, PATH);
    hosts.note("https", "contoso.openai.azure.com", -1, PATH);

    List<String> lines = RecordedLog.lines();
    assertThat(lines.subList(0, 4))
        .containsExactly(
            "DEBUG requests to https://api.github.com:443 get no token: this host is not configured",
            "DEBUG requests to http://127.0.0.1:8080 get no token: this host is not configured",
            "DEBUG requests to https://[::1]:8080 get no token: this host is not configured",
            "DEBUG requests to https://apim.example:443 get no token: only paths under /openai of this host"
                + " are configured");
    assertThat(lines.subList(4, lines.size()))
        .singleElement()
        .asString()
        .startsWith("WARN requests to https://contoso.openai.azure.com:443");

    for (int i = 0; i < 2 * UncoveredHosts.MOST_LISTED; i++) {
      hosts.note("https", "host-" + i + ".example", -1, "/");
    }
    assertThat(RecordedLog.lines().stream().filter(line -> line.startsWith("DEBUG")))
        .hasSize(UncoveredHosts.MOST_LISTED + 1)
        .last()
        .asString()
        .contains("no more of them are listed");
  }

  @Test
  void a_configuration_that_switches_the_agent_off_says_nothing() {
    RecordedLog.start(Level.DEBUG);
    UncoveredHosts silent = UncoveredHosts.silent();
    silent.note("https", "contoso.openai.azure.com", -1, "/");
    silent.note("https", "api.github.com", -1, "/");

    assertThat(RecordedLog.lines()).isEmpty();
  }

  @Test
  void a_lookup_says_it_once_for_each_configuration_and_never_while_switched_off() {
    TargetLookup targets = new TargetLookup(TargetTable.of(List.of(), List.of()), new String[0]);
    targets.switchTo(false);
    targets.find("https", "contoso.openai.azure.com", -1, "/");
    assertThat(RecordedLog.lines()).isEmpty();

    targets.switchTo(true);
    targets.look("https", "contoso.openai.azure.com", -1, "/");
    assertThat(targets.isTargetHost("contoso.openai.azure.com")).isFalse();
    assertThat(RecordedLog.lines()).as("no request").isEmpty();

    targets.find("https", "contoso.openai.azure.com", -1, "/");
    targets.find("https", "contoso.openai.azure.com", -1, "/");
    assertThat(RecordedLog.lines()).hasSize(1);

    targets.use(
        TargetTable.of(List.of(), List.of()), new String[0], hosts("hosts=a.openai.azure.com"));
    targets.find("https", "contoso.openai.azure.com", -1, "/");
    assertThat(RecordedLog.lines()).hasSize(2);
  }

  @Test
  void hosts_that_were_seen_and_others_allocate_nothing() {
    UncoveredHosts hosts = hosts("hosts=contoso.openai.azure.com");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < CALLS; i++) {
        hosts.note("https", "contoso.services.ai.azure.com", -1, "/");
        hosts.note("https", "api.github.com", -1, "/");
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least / CALLS).isZero();
  }
}
