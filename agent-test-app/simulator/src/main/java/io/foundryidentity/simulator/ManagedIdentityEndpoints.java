package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The managed identity endpoints over plain http: App Service, IMDS, Cloud Shell and Arc. */
final class ManagedIdentityEndpoints implements Listener.Handler {
  static final String APP_SERVICE = "/msi/token";
  static final String IMDS = "/metadata/identity/oauth2/token";
  static final String CLOUD_SHELL = "/oauth2/token";
  static final String ARC = "/arc" + IMDS;

  private final TokenIssuer issuer;
  private final Principal systemAssigned;
  private final Map<IdentityKind, EndpointBehaviour> behaviours;
  private final String appServiceHeader = UUID.randomUUID().toString();
  private final String arcSecret = UUID.randomUUID().toString();
  private volatile Path arcChallengeFile;

  ManagedIdentityEndpoints(
      TokenIssuer issuer,
      Principal systemAssigned,
      Map<IdentityKind, EndpointBehaviour> behaviours,
      Path arcDirectory) {
    this.issuer = issuer;
    this.systemAssigned = systemAssigned;
    this.behaviours = behaviours;
    this.arcChallengeFile = writeChallenge(arcDirectory);
  }

  String appServiceHeader() {
    return appServiceHeader;
  }

  Path arcChallengeFile() {
    return arcChallengeFile;
  }

  /** msal4j reads challenge files under /var/opt/azcmagent/tokens only. */
  void arcDirectory(Path directory, Path seenAs) {
    arcChallengeFile = seenAs.resolve(writeChallenge(directory).getFileName());
  }

  private Path writeChallenge(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.writeString(directory.resolve("simulator.key"), arcSecret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void handle(Exchange exchange) {
    exchange.date(issuer.clock());
    switch (exchange.request().pathOnly()) {
      case APP_SERVICE -> as(IdentityKind.APP_SERVICE, exchange, () -> appService(exchange));
      case IMDS, IMDS + "/" -> as(IdentityKind.IMDS, exchange, () -> imds(exchange));
      case CLOUD_SHELL -> as(IdentityKind.CLOUD_SHELL, exchange, () -> cloudShell(exchange));
      case ARC -> as(IdentityKind.ARC, exchange, () -> arc(exchange));
      default -> exchange.notFound();
    }
  }

  private void as(IdentityKind kind, Exchange exchange, Runnable answer) {
    EndpointBehaviour behaviour = behaviours.get(kind);
    if (behaviour == null) {
      throw new IllegalStateException("No behaviour for " + kind);
    }
    behaviour.apply(exchange, answer);
  }

  private void appService(Exchange exchange) {
    ReceivedRequest request = exchange.request();
    if (!appServiceHeader.equals(request.header("x-identity-header"))) {
      JsonObject body =
          new JsonObject()
              .put("statusCode", 401)
              .put("message", "The X-IDENTITY-HEADER is missing or wrong.");
      exchange.json(401, body);
    } else if (request.query("api-version") == null || request.query("resource") == null) {
      badRequest(exchange, "api-version and resource are required");
    } else {
      TokenIssuer.Issued issued = issue(exchange);
      exchange.json(200, common(issued).put("client_id", issued.principal().clientId()));
    }
  }

  private void imds(Exchange exchange) {
    if (metadataRequest(exchange, true)) {
      exchange.json(200, imdsBody(issue(exchange)));
    }
  }

  private void cloudShell(Exchange exchange) {
    if (metadataRequest(exchange, false)) {
      exchange.json(200, imdsBody(issuer.issue(systemAssigned, resource(exchange))));
    }
  }

  private void arc(Exchange exchange) {
    if (!metadataRequest(exchange, true)) {
      return;
    }
    String authorization = exchange.request().header("authorization");
    if (authorization == null) {
      exchange.response().putHeader("www-authenticate", "Basic realm=" + arcChallengeFile);
      exchange.json(401, problem("unauthorized_client", "Read the challenge file"));
    } else if (!authorization.equals("Basic " + arcSecret)) {
      exchange.json(401, problem("unauthorized_client", "The challenge's answer is wrong"));
    } else {
      exchange.json(200, imdsBody(issuer.issue(systemAssigned, resource(exchange))));
    }
  }

  /** Refuses what IMDS refuses; the probe of azure-identity gets its 400 here. */
  private static boolean metadataRequest(Exchange exchange, boolean needsVersion) {
    ReceivedRequest request = exchange.request();
    if (!"true".equalsIgnoreCase(request.header("metadata"))) {
      badRequest(exchange, "Required metadata header not specified");
    } else if (needsVersion && request.query("api-version") == null) {
      badRequest(exchange, "Required query variable 'api-version' is missing");
    } else if (resource(exchange).isEmpty()) {
      badRequest(exchange, "Required query variable 'resource' is missing");
    } else {
      return true;
    }
    return false;
  }

  private TokenIssuer.Issued issue(Exchange exchange) {
    return issuer.issue(principal(exchange.request()), resource(exchange));
  }

  private Principal principal(ReceivedRequest request) {
    String client = request.query("client_id");
    if (client != null) {
      return Principal.ofClient(client);
    }
    String object = firstOf(request, "object_id", "principal_id");
    if (object != null) {
      return Principal.ofObject(object);
    }
    String resource = firstOf(request, "mi_res_id", "msi_res_id");
    return resource == null ? systemAssigned : Principal.ofResource(resource);
  }

  private static @Nullable String firstOf(ReceivedRequest request, String one, String other) {
    String value = request.query(one);
    return value == null ? request.query(other) : value;
  }

  /** Cloud Shell's clients can send the resource in a form. */
  private static String resource(Exchange exchange) {
    String resource = exchange.request().query("resource");
    if (resource == null) {
      resource = Form.value(exchange.request().bodyText(), "resource");
    }
    return resource == null ? "" : resource;
  }

  private JsonObject common(TokenIssuer.Issued issued) {
    return new JsonObject()
        .put("access_token", issued.token())
        .put("expires_on", Long.toString(issued.expiry().getEpochSecond()))
        .put("resource", issued.audience())
        .put("token_type", "Bearer");
  }

  private JsonObject imdsBody(TokenIssuer.Issued issued) {
    long left = issuer.secondsLeft(issued);
    return common(issued)
        .put("client_id", issued.principal().clientId())
        .put("expires_in", Long.toString(left))
        .put("ext_expires_in", Long.toString(left))
        .put("not_before", Long.toString(issuer.clock().instant().getEpochSecond()));
  }

  private static void badRequest(Exchange exchange, String text) {
    exchange.json(400, problem("invalid_request", text));
  }

  private static JsonObject problem(String code, String text) {
    return new JsonObject().put("error", code).put("error_description", text);
  }
}
