package io.foundryidentity.simulator;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a token is for: an application id, its object id, the resource id of a managed identity, and
 * the blueprint of an agent identity.
 */
record Principal(
    String clientId, String objectId, @Nullable String resourceId, @Nullable String blueprint) {
  static Principal ofClient(String clientId) {
    return new Principal(clientId, derived("object of " + clientId), null, null);
  }

  static Principal ofObject(String objectId) {
    return new Principal(derived("client of " + objectId), objectId, null, null);
  }

  static Principal ofResource(String resourceId) {
    String client = derived("client of " + resourceId);
    return new Principal(client, derived("object of " + client), resourceId, null);
  }

  /** An agent identity has one id for both: it is a service principal without an application. */
  static Principal ofAgentIdentity(String id, String blueprint) {
    return new Principal(id, id, null, blueprint);
  }

  /** Ids are not random, so that a test knows them before it requests a token. */
  private static String derived(String from) {
    return UUID.nameUUIDFromBytes(from.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
