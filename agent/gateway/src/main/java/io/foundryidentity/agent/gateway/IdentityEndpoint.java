package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.json.SafeJson;
import io.foundryidentity.agent.core.server.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers as App Service's managed identity endpoint does, and gives a route's secret as the token:
 * so that a program whose azure-identity library asks here sends the secret to the gateway, and
 * needs no change.
 *
 * <p><b>Who gets an answer.</b> The caller sends {@code X-IDENTITY-HEADER}, with a secret of its
 * own: who can read a program's requests to the gateway cannot ask here, and the other way round.
 * Without it the answer is a 401 that does not depend on the rest of the request.
 *
 * <p><b>Which resource.</b> Any, as the page's programs ask for different ones. What comes back is
 * no token of Entra: sent anywhere else it is refused there, and of no use to who gets it, unless
 * the gateway listens on another address than loopback.
 *
 * <p><b>For how long.</b> The secret is valid as long as the gateway runs, so every life is true,
 * and a client that never asks again works too. It is given for 24 hours, as App Service gives its
 * tokens. The libraries of Microsoft (MSAL for Python, Node, Go, Java and .NET) refresh a managed
 * identity's token at half of a life of more than two hours, in the background, and a shorter one
 * within its last five minutes, where the program waits. So a client asks twice a day, and no
 * request waits for that.
 *
 * <p>Public, like {@link Gateway}, for the command line.
 */
public final class IdentityEndpoint implements GatewayPage {

  static final String HEADER = "X-IDENTITY-HEADER";

  /**
   * App Service's own path under a name that no API of Foundry has, and by which another gateway
   * knows this one.
   */
  private static final String PATH = Configuration.GATEWAY_IDENTITY_PATH;

  private static final Duration LIFE = Duration.ofHours(24);

  /** The newer one has the same requests and answers. */
  private static final Set<String> VERSIONS =
      new HashSet<>(Arrays.asList("2019-08-01", "2025-03-30"));

  private static final String JSON = "application/json; charset=utf-8";

  /** Repeated in the answer; other values are accepted, and not repeated. */
  private static final Pattern CLIENT_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private final Route route;
  private final String url;
  private final Clock clock;
  private final Secret header = Secret.random();

  IdentityEndpoint(Route route, String origin, Clock clock) {
    this.route = route;
    this.url = origin + PATH;
    this.clock = clock;
  }

  /** For {@code IDENTITY_ENDPOINT}. */
  public String url() {
    return url;
  }

  /** For {@code IDENTITY_HEADER}: 256 random bits, not those of the route. */
  public String header() {
    return header.text();
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public PageAnswer answer(RequestHead head) {
    if (!isAuthenticated(head)) {
      return PageAnswer.toAnybody(
          401, "Unauthorized", JSON, problem(401, "The " + HEADER + " is missing or wrong."));
    }
    if (!head.method.equals("GET")) {
      return refused(405, "Method Not Allowed", "A token is asked for with GET.");
    }
    QueryParameters query = QueryParameters.of(head.target);
    String repeated = query.repeated();
    if (repeated != null) {
      return refused(400, "Bad Request", "There is more than one parameter " + repeated + ".");
    }
    String version = query.get("api-version");
    if (!VERSIONS.contains(version)) {
      return refused(400, "Bad Request", "The parameter api-version is missing or not 2019-08-01.");
    }
    String resource = query.get("resource");
    if (resource == null || resource.isEmpty()) {
      return refused(400, "Bad Request", "The parameter resource is missing.");
    }
    return PageAnswer.toAuthenticated(200, "OK", JSON, token(resource, query.get("client_id")));
  }

  private boolean isAuthenticated(RequestHead head) {
    List<String> presented = head.all(HEADER);
    return presented.size() == 1
        && header.is(presented.get(0).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Not by {@link SafeJson}, which would hide the secret. */
  private String token(String resource, @Nullable String clientId) {
    Map<String, String> token = new LinkedHashMap<>();
    token.put("access_token", route.secret());
    token.put("expires_on", Long.toString(lifeEnd()));
    token.put("resource", resource);
    token.put("token_type", "Bearer");
    if (clientId != null && CLIENT_ID.matcher(clientId).matches()) {
      token.put("client_id", clientId);
    }
    return Json.line(token);
  }

  /** In seconds of the epoch. */
  long lifeEnd() {
    return clock.instant().plus(LIFE).getEpochSecond();
  }

  private static PageAnswer refused(int status, String reason, String message) {
    return PageAnswer.toAuthenticated(status, reason, JSON, problem(status, message));
  }

  /** The form of App Service's errors; the libraries show both members in their messages. */
  private static String problem(int status, String message) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("statusCode", status);
    problem.put("message", "foundry-identity gateway: " + message);
    return SafeJson.line(problem);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return url;
  }
}
