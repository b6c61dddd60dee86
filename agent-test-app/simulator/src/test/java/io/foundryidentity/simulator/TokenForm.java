package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request to Entra's token endpoint, for the tests. */
final class TokenForm {
  private final Simulator simulator;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private String tenant;

  private TokenForm(Simulator simulator, String client) {
    this.simulator = simulator;
    tenant = simulator.identity().tenantId();
    with("grant_type", "client_credentials");
    with("client_id", client);
    with("scope", "https://ai.azure.com/.default");
  }

  static TokenForm of(Simulator simulator, String client) {
    return new TokenForm(simulator, client);
  }

  TokenForm with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  TokenForm in(String aTenant) {
    tenant = aTenant;
    return this;
  }

  TokenForm scope(String scope) {
    return with("scope", scope);
  }

  TokenForm assertion(String value) {
    with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    return with("client_assertion", value);
  }

  HttpResponse<String> send() throws Exception {
    StringBuilder form = new StringBuilder();
    fields.forEach(
        (name, value) ->
            form.append(form.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    URI uri = simulator.identity().authority().resolve("/" + tenant + "/oauth2/v2.0/token");
    return new Client(simulator)
        .post(uri, form.toString(), "Content-Type", "application/x-www-form-urlencoded");
  }

  /** The token of an answer that must be one. */
  String token() throws Exception {
    HttpResponse<String> answer = send();
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return new JsonObject(answer.body()).getString("access_token");
  }

  /** Status and description of a refusal, without its trace. */
  String refusal() throws Exception {
    HttpResponse<String> answer = send();
    if (answer.statusCode() == 200) {
      throw new AssertionError("It was granted");
    }
    JsonObject body = new JsonObject(answer.body());
    String text = body.getString("error_description");
    int code = body.getJsonArray("error_codes").getInteger(0);
    if (!text.startsWith("AADSTS" + code + ": ")) {
      throw new AssertionError(text);
    }
    return answer.statusCode()
        + " "
        + body.getString("error")
        + " "
        + text.substring(0, text.indexOf(" Trace ID: "));
  }
}
