package io.foundryidentity.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.status.GatewayStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static Map<String, String> samples(SomeHealth health) {
    return OpenMetricsParser.samples(Metrics.of(health.now(), System.currentTimeMillis()));
  }

  @Test
  void before_anything_has_happened_there_is_a_valid_text_too() {
    assertThat(samples(new SomeHealth()))
        .containsEntry("foundry_identity_build_info{version=\"1.2.3\"}", "1")
        .containsEntry("foundry_identity_installed", "1")
        .containsEntry("foundry_identity_ready", "0")
        .containsEntry("foundry_identity_enabled", "1")
        .hasSize(4);
  }

  @Test
  void requests_are_counted_by_target_and_result() {
    assertThat(samples(new SomeHealth().target("https://a", true, true).token("id")))
        .containsEntry(
            "foundry_identity_requests_total{target=\"https://a\",result=\"with_token\"}", "5")
        .containsEntry(
            "foundry_identity_requests_total{target=\"https://a\",result=\"without_token\"}", "4")
        .containsEntry(
            "foundry_identity_requests_total{target=\"https://a\",result=\"stopped\"}", "3")
        .containsEntry("foundry_identity_refused_requests_total{target=\"https://a\"}", "2")
        .containsEntry("foundry_identity_retried_requests_total{target=\"https://a\"}", "1")
        .containsEntry("foundry_identity_ready", "1");
  }

  @Test
  void a_token_has_its_times_and_a_cache_without_one_has_none() {
    Map<String, String> samples =
        samples(new SomeHealth().token("good").failedToken("bad", "no identity"));
    assertThat(samples)
        .containsEntry("foundry_identity_token_usable{cache=\"good\"}", "1")
        .containsEntry("foundry_identity_token_usable{cache=\"bad\"}", "0")
        .containsEntry(
            "foundry_identity_token_fetches_total{cache=\"good\",outcome=\"succeeded\"}", "1")
        .containsEntry(
            "foundry_identity_token_fetches_total{cache=\"bad\",outcome=\"failed\"}", "1")
        .containsEntry("foundry_identity_token_failures_in_a_row{cache=\"bad\"}", "1")
        .containsKeys(
            "foundry_identity_token_age_seconds{cache=\"good\"}",
            "foundry_identity_token_fetch_seconds_total{cache=\"good\"}")
        .doesNotContainKeys(
            "foundry_identity_token_age_seconds{cache=\"bad\"}",
            "foundry_identity_token_expiry_timestamp_seconds{cache=\"bad\"}");
    double expires =
        Double.parseDouble(
            samples.get("foundry_identity_token_expiry_timestamp_seconds{cache=\"good\"}"));
    assertThat(expires).isGreaterThan(System.currentTimeMillis() / 1000.0);
  }

  @Test
  void a_cache_that_nobody_asked_has_no_numbers_that_an_alert_could_fire_at() {
    assertThat(samples(new SomeHealth().token("used").idleToken("idle")).keySet())
        .anyMatch(series -> series.contains("\"used\""))
        .noneMatch(series -> series.contains("\"idle\""));
  }

  @Test
  void labels_are_escaped_and_hold_no_secret() {
    String text =
        Metrics.of(
            new SomeHealth()
                .target("https://a\"} 1\n# EOF\n\\", false, false)
                .token("id with " + SomeHealth.SECRET)
                .now(),
            0);
    assertThat(OpenMetricsParser.samples(text))
        .containsKey(
            "foundry_identity_refused_requests_total{target=\"https://a\\\"} 1 # EOF \\\\\"}");
    assertThat(text).doesNotContain("eyJ");
  }

  @Test
  void caches_that_are_equal_without_their_secrets_stay_apart() {
    assertThat(samples(new SomeHealth().token("same").token("same")))
        .containsKeys(
            "foundry_identity_token_usable{cache=\"same\"}",
            "foundry_identity_token_usable{cache=\"same (2)\"}");
  }

  @Test
  void an_agent_that_is_not_installed_is_not_ready() {
    assertThat(samples(new SomeHealth().token("id").notInstalled("no memory")))
        .containsEntry("foundry_identity_installed", "0")
        .containsEntry("foundry_identity_ready", "0");
  }

  @Test
  void the_kill_switch_shows() {
    assertThat(samples(new SomeHealth().token("id").off()))
        .containsEntry("foundry_identity_enabled", "0")
        .containsEntry("foundry_identity_ready", "0");
  }

  @Test
  void a_gateway_has_numbers_of_its_own() {
    AgentHealth health =
        new AgentHealth(
            new SomeHealth().target("https://a", true, true).token("id").now().status,
            null,
            new GatewayStatus(
                Map.of("2xx", 7L, "none", 1L),
                Map.of("no_secret", 3L),
                Map.of("no_token", 2L),
                5,
                4,
                1_000,
                1,
                new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                12_345));

    assertThat(OpenMetricsParser.samples(health.metrics()))
        .containsEntry("foundry_identity_gateway_requests_total{status=\"2xx\"}", "7")
        .containsEntry("foundry_identity_gateway_requests_total{status=\"none\"}", "1")
        .containsEntry("foundry_identity_gateway_refused_requests_total{reason=\"no_secret\"}", "3")
        .containsEntry("foundry_identity_gateway_failed_requests_total{reason=\"no_token\"}", "2")
        .containsEntry("foundry_identity_gateway_connections{secret=\"shown\"}", "5")
        .containsEntry("foundry_identity_gateway_connections{secret=\"not_shown\"}", "4")
        .containsEntry("foundry_identity_gateway_sent_bytes_total", "1000")
        .containsEntry("foundry_identity_gateway_stalled_clients_total", "1")
        .containsEntry("foundry_identity_gateway_request_duration_seconds_bucket{le=\"0.1\"}", "0")
        .containsEntry("foundry_identity_gateway_request_duration_seconds_bucket{le=\"+Inf\"}", "9")
        .containsEntry("foundry_identity_gateway_request_duration_seconds_count", "9")
        .containsEntry("foundry_identity_gateway_request_duration_seconds_sum", "12.345");
  }

  @Test
  void without_a_gateway_there_are_none_of_its_numbers() {
    assertThat(samples(new SomeHealth().token("id")).keySet())
        .noneMatch(series -> series.contains("gateway"));
  }
}
