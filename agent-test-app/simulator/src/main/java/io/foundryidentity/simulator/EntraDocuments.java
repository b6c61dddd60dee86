package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The discovery documents of an authority at the host of the request. */
final class EntraDocuments {
  private EntraDocuments() {}

  static JsonObject instanceDiscovery(ReceivedRequest request) {
    String asked = request.query("authorization_endpoint");
    String host = asked == null ? request.host() : authorityOf(asked);
    JsonArray aliases = new JsonArray().add(host);
    JsonObject metadata =
        new JsonObject()
            .put("preferred_network", host)
            .put("preferred_cache", host)
            .put("aliases", aliases);
    return new JsonObject()
        .put(
            "tenant_discovery_endpoint",
            "https://" + host + "/common/v2.0/.well-known/openid-configuration")
        .put("api-version", "1.1")
        .put("metadata", new JsonArray().add(metadata));
  }

  static JsonObject openidConfiguration(String base, String tenant) {
    String root = base + "/" + tenant;
    return new JsonObject()
        .put("token_endpoint", root + "/oauth2/v2.0/token")
        .put("authorization_endpoint", root + "/oauth2/v2.0/authorize")
        .put("device_authorization_endpoint", root + "/oauth2/v2.0/devicecode")
        .put("jwks_uri", root + "/discovery/v2.0/keys")
        .put("issuer", root + "/v2.0")
        .put("response_types_supported", new JsonArray().add("token"))
        .put("subject_types_supported", new JsonArray().add("pairwise"))
        .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"));
  }

  private static String authorityOf(String url) {
    int start = url.indexOf("://");
    int from = start < 0 ? 0 : start + 3;
    int end = url.indexOf('/', from);
    return end < 0 ? url.substring(from) : url.substring(from, end);
  }
}
