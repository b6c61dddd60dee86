package io.foundryidentity.agent.dist.containers;

import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The form that Entra ID's token endpoint was sent; it holds secrets, so a test compares and never
 * prints.
 */
final class TokenForm {

  private final Map<String, String> fields = new HashMap<>();

  TokenForm(ReceivedRequest request) {
    for (String field : request.bodyText().split("&", -1)) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), decoded(field.substring(equals + 1)));
    }
  }

  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
