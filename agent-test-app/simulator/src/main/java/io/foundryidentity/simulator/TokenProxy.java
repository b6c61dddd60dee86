package io.foundryidentity.simulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyStoreOptions;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The token proxy of AKS identity bindings: at the address of the cluster's API server, with a
 * certificate authority of its own, and found by its own server name in TLS alone.
 *
 * <p>It takes a request for Entra, checks the pod's token, which has an audience of its own, and
 * whether the pod may use that managed identity; then it asks Entra with an assertion of its own
 * and passes the answer on.
 */
public final class TokenProxy implements Listener.Handler {
  /** The audience of the token that is projected into the pod. */
  static final String AUDIENCE = "api://AKSIdentityBinding";

  private static final String SERVER_NAME = "0c1f5e8e7a9b4d3c.ib.prod-aks.simulator.example";
  private static final String TOKEN_PATH = "/oauth2/v2.0/token";

  private final TokenIssuer issuer;
  private final EntraDirectory directory;
  private final ServicePrincipal cluster;
  private final EndpointBehaviour behaviour;
  private final CertificateAuthority authority;
  private final TokenEndpoint tokens;
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  TokenProxy(Entra entra, CertificateAuthority authority, TokenEndpoint tokens) {
    issuer = entra.issuer();
    directory = entra.directory();
    cluster = entra.application();
    behaviour = entra.at(IdentityKind.AKS_TOKEN_PROXY);
    this.authority = authority;
    this.tokens = tokens;
  }

  /** For AZURE_KUBERNETES_SNI_NAME. */
  public String serverName() {
    return SERVER_NAME;
  }

  /** For AZURE_KUBERNETES_CA_FILE. */
  public Path caFile() {
    return authority.caPem();
  }

  /** The cluster role of the pod's service account does not allow that managed identity. */
  public void forbid(String clientId) {
    forbidden.add(clientId);
  }

  /** After {@link #forbid}. */
  public void allow(String clientId) {
    forbidden.remove(clientId);
  }

  /** The API server's own certificate, and the proxy's for its server name. */
  KeyStoreOptions keys() {
    return authority.keyStoreOf("kubernetes.default.svc", SERVER_NAME);
  }

  @Override
  public void handle(Exchange exchange) {
    exchange.date(issuer.clock());
    HttpConnection connection = exchange.raw().connection();
    String path = exchange.request().pathOnly();
    if (!SERVER_NAME.equals(connection.indicatedServerName())) {
      status(exchange, 401, "Unauthorized", "Unauthorized");
    } else if (!path.endsWith(TOKEN_PATH)) {
      status(exchange, 404, "NotFound", "the server could not find the requested resource");
    } else {
      String tenant = path.substring(1, path.length() - TOKEN_PATH.length());
      behaviour.apply(exchange, () -> answer(exchange, tenant));
    }
  }

  private void answer(Exchange exchange, String tenant) {
    String form = exchange.request().bodyText();
    String client = Form.value(form, "client_id");
    String problem = problem(Form.value(form, "client_assertion"));
    if (client == null) {
      tokens.refuse(exchange, EntraError.parameterMissing("client_id"));
    } else if (problem != null) {
      refuse(exchange, 401, "invalid_client", problem);
    } else if (forbidden.contains(client)) {
      refuse(
          exchange,
          403,
          "unauthorized_client",
          "service account "
              + ServicePrincipal.SERVICE_ACCOUNT
              + " is not allowed to use managed identity "
              + client);
    } else if (!directory.hasTenant(tenant)) {
      tokens.refuse(exchange, EntraError.tenantNotFound(tenant));
    } else {
      tokens.grantTo(exchange, tenant, Principal.ofClient(client), form);
    }
  }

  /** What is wrong with the pod's token, or null. */
  private @Nullable String problem(@Nullable String assertion) {
    if (assertion == null) {
      return "client_assertion is missing";
    }
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (!issuer.key().signed(jwt) || !ServicePrincipal.CLUSTER.equals(claims.getIssuer())) {
        return "the token is not one of this cluster";
      }
      if (!claims.getAudience().contains(AUDIENCE)) {
        return "the token's audience is not " + AUDIENCE;
      }
      boolean current = claims.getExpirationTime().toInstant().isAfter(Instant.now());
      return current && !cluster.ended(claims) ? null : "the token has expired";
    } catch (ParseException e) {
      return "the token is not a JWT";
    }
  }

  private static void refuse(Exchange exchange, int status, String error, String text) {
    exchange.json(status, new JsonObject().put("error", error).put("error_description", text));
  }

  /** As the API server of Kubernetes answers. */
  private static void status(Exchange exchange, int code, String reason, String message) {
    exchange.json(
        code,
        new JsonObject()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("metadata", new JsonObject())
            .put("status", "Failure")
            .put("message", message)
            .put("reason", reason)
            .put("code", code));
  }
}
