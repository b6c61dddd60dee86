package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The managed identity endpoints over plain http: App Service, IMDS, Cloud Shell and Arc. */
final class ManagedIdentityEndpoints implements Listener.Handler {
  static final String APP_SERVICE = "/msi/token";
  static final String IMDS = "/metadata/identity/oauth2/token";
  static final String CLOUD_SHELL = "/oauth2/token";
  static final String ARC = "/arc" + IMDS;

  private final Entra entra;
  private final TokenIssuer issuer;
  private final Principal systemAssigned;
  private final HostedAgent hostedAgent;
  private final String appServiceHeader = UUID.randomUUID().toString();
  private final String arcSecret = UUID.randomUUID().toString();
  private volatile Path arcChallengeFile;

  ManagedIdentityEndpoints(
      Entra entra, Principal systemAssigned, HostedAgent hostedAgent, Path arcDirectory) {
    this.entra = entra;
    this.issuer = entra.issuer();
    this.systemAssigned = systemAssigned;
    this.hostedAgent = hostedAgent;
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
      case IMDS, IMDS + "/" -> {
        if (hostedAgent.isAtImds()) {
          hostedAgent.handle(exchange);
        } else {
          as(IdentityKind.IMDS, exchange, () -> imds(exchange));
        }
      }
      case CLOUD_SHELL -> as(IdentityKind.CLOUD_SHELL, exchange, () -> cloudShell(exchange));
      case ARC -> as(IdentityKind.ARC, exchange, () -> arc(exchange));
      default -> exchange.notFound();
    }
  }

  private void as(IdentityKind kind, Exchange exchange, Runnable answer) {
    entra.at(kind).apply(exchange, answer);
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
      exchange.json(200, body(IdentityKind.APP_SERVICE, issue(exchange)));
    }
  }

  private void imds(Exchange exchange) {
    exchange.response().putHeader("server", "IMDS/150.870.65.1854");
    if (metadataRequest(exchange, true)) {
      exchange.json(200, body(IdentityKind.IMDS, issue(exchange)));
    }
  }

  private void cloudShell(Exchange exchange) {
    if (metadataRequest(exchange, false)) {
      exchange.json(200, body(IdentityKind.CLOUD_SHELL, ofMachine(exchange)));
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
      exchange.json(200, body(IdentityKind.ARC, ofMachine(exchange)));
    }
  }

  /** Refuses what IMDS refuses; the probe of azure-identity gets its 400 here. */
  static boolean metadataRequest(Exchange exchange, boolean needsVersion) {
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

  private TokenIssuer.Issued ofMachine(Exchange exchange) {
    return issuer.issue(systemAssigned, resource(exchange));
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
  static String resource(Exchange exchange) {
    String resource = exchange.request().query("resource");
    if (resource == null) {
      resource = Form.value(exchange.request().bodyText(), "resource");
    }
    return resource == null ? "" : resource;
  }

  private JsonObject body(IdentityKind kind, TokenIssuer.Issued issued) {
    return ManagedIdentityAnswer.of(kind, issuer, issued, entra.at(kind).expiry());
  }

  static void badRequest(Exchange exchange, String text) {
    exchange.json(400, problem("invalid_request", text));
  }

  private static JsonObject problem(String code, String text) {
    return new JsonObject().put("error", code).put("error_description", text);
  }
}
