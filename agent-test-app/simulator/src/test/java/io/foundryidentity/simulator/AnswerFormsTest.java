package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The forms in which endpoints write an expiry, and what answers in an endpoint's place. */
final class AnswerFormsTest {
  private static final Instant NOW = Instant.parse("2026-09-19T20:53:08Z");
  private static final String RESOURCE = "resource=https://ai.azure.com";

  private static Simulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.builder()
            .clock(new SettableClock(NOW))
            .tokenLifetime(Duration.ofHours(1))
            .start();
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @AfterEach
  void recover() {
    simulator.identity().recover();
  }

  @ParameterizedTest
  @EnumSource(
      value = IdentityKind.class,
      names = {"IMDS", "APP_SERVICE", "CLOUD_SHELL", "HOSTED_AGENT"})
  void each_endpoint_writes_every_form(IdentityKind kind) throws Exception {
    assertThat(answer(kind, ExpiryForm.EPOCH_TEXT).getValue("expires_on")).isEqualTo("1789854788");
    assertThat(answer(kind, ExpiryForm.EPOCH_NUMBER).getValue("expires_on"))
        .isEqualTo(1_789_854_788);
    assertThat(answer(kind, ExpiryForm.ISO).getValue("expires_on"))
        .isEqualTo("2026-09-19T21:53:08Z");
    assertThat(answer(kind, ExpiryForm.US_DATE).getValue("expires_on"))
        .isEqualTo("9/19/2026 9:53:08 PM +00:00");
    JsonObject left = answer(kind, ExpiryForm.EXPIRES_IN_ONLY);
    assertThat(left.containsKey("expires_on")).isFalse();
    assertThat(left.getValue("expires_in")).isEqualTo("3600");
    assertThat(answer(kind, ExpiryForm.NONE).fieldNames())
        .contains("access_token")
        .doesNotContain("expires_on", "expires_in", "ext_expires_in");
  }

  @Test
  void recovery_brings_the_usual_form_back() throws Exception {
    answer(IdentityKind.IMDS, ExpiryForm.NONE);
    simulator.identity().recover();
    assertThat(ask(IdentityKind.IMDS).body()).contains("\"expires_on\":\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = SomethingElse.class,
      names = {"PLAIN_403", "HTML", "NO_BODY", "PROXY_PAGE"})
  void something_else_answers_without_json(SomethingElse other) throws Exception {
    simulator.identity().at(IdentityKind.IMDS).somethingElse(other);
    HttpResponse<String> answer = ask(IdentityKind.IMDS);
    int status =
        other == SomethingElse.PLAIN_403 ? 403 : other == SomethingElse.PROXY_PAGE ? 503 : 200;
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("{");
    assertThat(answer.body().isEmpty()).isEqualTo(other == SomethingElse.NO_BODY);
    assertThat(simulator.identity().at(IdentityKind.IMDS).answers()).containsKey("something else");
  }

  @Test
  void an_old_server_answers_in_http_1_0_and_closes_the_connection() throws Exception {
    simulator.identity().at(IdentityKind.IMDS).somethingElse(SomethingElse.HTTP_1_0);
    try (Socket socket = new Socket("127.0.0.1", simulator.identity().managedIdentityPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /metadata/identity/oauth2/token HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.0 404 Not Found\r\n").endsWith("\r\n\r\nNot found\n");
    }
  }

  private static JsonObject answer(IdentityKind kind, ExpiryForm form) throws Exception {
    simulator.identity().at(kind).expiry(form);
    return new JsonObject(ask(kind).body());
  }

  private static HttpResponse<String> ask(IdentityKind kind) throws Exception {
    Map<String, String> environment = simulator.identity().environment(kind);
    String imds =
        environment.get("AZURE_POD_IDENTITY_AUTHORITY_HOST")
            + "/metadata/identity/oauth2/token?api-version=2018-02-01&"
            + RESOURCE;
    return switch (kind) {
      case APP_SERVICE ->
          client.get(
              URI.create(
                  environment.get("IDENTITY_ENDPOINT") + "?api-version=2019-08-01&" + RESOURCE),
              "X-IDENTITY-HEADER",
              environment.get("IDENTITY_HEADER"));
      case CLOUD_SHELL ->
          client.get(
              URI.create(environment.get("MSI_ENDPOINT") + "?" + RESOURCE), "Metadata", "true");
      default -> client.get(URI.create(imds), "Metadata", "true");
    };
  }
}
