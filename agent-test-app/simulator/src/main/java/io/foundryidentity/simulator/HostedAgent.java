package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * The container of a Foundry hosted agent: its own IMDS gives tokens of one agent identity, and
 * refuses to give those of any other.
 */
public final class HostedAgent implements Listener.Handler {
  private static final String BLUEPRINT = "b1e00000-0000-4000-8000-0000000000b1";
  private static final String INSTANCE = "a6e00000-0000-4000-8000-0000000000a1";
  private static final String AGENT = "a6e00000-0000-4000-8000-0000000000a9";

  private final TokenIssuer issuer;
  private final EndpointBehaviour behaviour;
  private final Principal identity = Principal.ofAgentIdentity(INSTANCE, BLUEPRINT);
  private volatile boolean atImds;

  HostedAgent(TokenIssuer issuer, EndpointBehaviour behaviour) {
    this.issuer = issuer;
    this.behaviour = behaviour;
  }

  /** The agent identity, which Foundry sees. */
  public String objectId() {
    return identity.objectId();
  }

  /** For FOUNDRY_AGENT_INSTANCE_CLIENT_ID. */
  public String clientId() {
    return INSTANCE;
  }

  /** For FOUNDRY_AGENT_BLUEPRINT_CLIENT_ID. */
  public String blueprintClientId() {
    return BLUEPRINT;
  }

  /** Puts it in the place of the virtual machine's IMDS, at that one's address. */
  public void atImds(boolean on) {
    atImds = on;
  }

  boolean isAtImds() {
    return atImds;
  }

  /** What the platform sets, except where its IMDS is. */
  public Map<String, String> environment(String projectEndpoint) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("FOUNDRY_HOSTING_ENVIRONMENT", "production");
    environment.put("FOUNDRY_PROJECT_ENDPOINT", projectEndpoint);
    environment.put("FOUNDRY_AGENT_NAME", "orders");
    environment.put("FOUNDRY_AGENT_VERSION", "3");
    environment.put("FOUNDRY_AGENT_ID", AGENT);
    environment.put("FOUNDRY_AGENT_INSTANCE_CLIENT_ID", INSTANCE);
    environment.put("FOUNDRY_AGENT_BLUEPRINT_CLIENT_ID", BLUEPRINT);
    environment.put("FOUNDRY_AGENT_TENANT_ID", issuer.tenant());
    environment.put("FOUNDRY_AGENT_SESSION_ID", "session-1");
    environment.put("PORT", "8088");
    return environment;
  }

  @Override
  public void handle(Exchange exchange) {
    exchange.date(issuer.clock());
    String path = exchange.request().pathOnly();
    if (path.equals(ManagedIdentityEndpoints.IMDS)
        || path.equals(ManagedIdentityEndpoints.IMDS + "/")) {
      behaviour.apply(exchange, () -> answer(exchange));
    } else {
      exchange.notFound();
    }
  }

  private void answer(Exchange exchange) {
    if (!ManagedIdentityEndpoints.metadataRequest(exchange, true)) {
      return;
    }
    ReceivedRequest request = exchange.request();
    String client = request.query("client_id");
    boolean another = client != null && !client.equals(INSTANCE);
    boolean byOtherId =
        request.query("object_id") != null
            || request.query("mi_res_id") != null
            || request.query("msi_res_id") != null;
    if (another || byOtherId) {
      ManagedIdentityEndpoints.badRequest(exchange, "Invalid clientId");
      return;
    }
    TokenIssuer.Issued issued = issuer.issue(identity, ManagedIdentityEndpoints.resource(exchange));
    JsonObject body =
        ManagedIdentityAnswer.of(IdentityKind.HOSTED_AGENT, issuer, issued, behaviour.expiry());
    exchange.json(200, body);
  }
}
