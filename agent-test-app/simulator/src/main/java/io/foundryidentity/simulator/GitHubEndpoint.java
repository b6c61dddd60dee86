package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Where a job of GitHub Actions gets its OIDC token, over https. */
public final class GitHubEndpoint {
  /** The issuer of GitHub's tokens. */
  public static final String ISSUER = "https://token.actions.githubusercontent.com";

  static final String PATH =
      "/12345/00000000-0000-0000-0000-000000000000/_apis/distributedtask/hubs/Actions/plans/"
          + "5f4e0000-0000-4000-8000-00000000a1a1/jobs/ca395085-040a-526b-2ce8-bdc85f692774/idtoken";

  private static final String REPOSITORY = "contoso/orders";

  private final KnownIssuer issuer;
  private final EndpointBehaviour behaviour;
  private final String requestToken = UUID.randomUUID().toString();
  private volatile String subject = "repo:" + REPOSITORY + ":ref:refs/heads/main";
  private volatile Duration life = Duration.ofMinutes(5);

  GitHubEndpoint(EntraDirectory directory, EndpointBehaviour behaviour) {
    issuer = directory.issuer(ISSUER);
    this.behaviour = behaviour;
  }

  /** For ACTIONS_ID_TOKEN_REQUEST_URL. */
  public static String requestUrl(URI server) {
    return server.resolve(PATH) + "?api-version=2.0";
  }

  /** For ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
  public String requestToken() {
    return requestToken;
  }

  /** The subject of its tokens, for a federated credential. */
  public String subject() {
    return subject;
  }

  /** The job runs elsewhere: for a pull request, in an environment. */
  public void subject(String value) {
    subject = value;
  }

  /** With a negative life its tokens have expired already. */
  public void life(Duration value) {
    life = value;
  }

  void handle(Exchange exchange) {
    behaviour.apply(exchange, () -> answer(exchange));
  }

  private void answer(Exchange exchange) {
    ReceivedRequest request = exchange.request();
    String authorization = request.header("authorization");
    String bearer = "bearer " + requestToken;
    boolean known =
        authorization != null
            && bearer.regionMatches(true, 0, authorization, 0, 7)
            && authorization.substring(7).equals(requestToken);
    if (!known) {
      exchange.json(
          401,
          new JsonObject()
              .put("$id", "1")
              .putNull("innerException")
              .put("message", "The user is not authorized to access this resource.")
              .put("typeKey", "UnauthorizedRequestException")
              .put("errorCode", 0)
              .put("eventId", 3000));
      return;
    }
    String audience = request.query("audience");
    String token =
        issuer.token(
            subject,
            audience == null ? "https://github.com/contoso" : audience,
            life,
            Map.of(
                "repository", REPOSITORY,
                "repository_owner", "contoso",
                "ref", "refs/heads/main",
                "workflow", "deploy",
                "event_name", "push",
                "runner_environment", "github-hosted"));
    exchange.json(200, new JsonObject().put("count", token.length()).put("value", token));
  }
}
