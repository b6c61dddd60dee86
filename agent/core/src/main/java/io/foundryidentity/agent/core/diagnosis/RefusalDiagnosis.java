package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.configuration.KeyHeaders;
import io.foundryidentity.agent.core.targets.Cloud;
import io.foundryidentity.agent.core.targets.Scopes;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a request with a token was not served: from the status, the error in the body, and
 * the token's claims.
 *
 * <p>Messages of the service are recognized by their typical words, ignoring case, as they differ a
 * little between kinds of resources.
 */
public final class RefusalDiagnosis {

  /** Entra ID and its services accept a difference of five minutes. */
  private static final long ALLOWED_SKEW = 5 * 60_000;

  private static final Pattern AUDIENCES = Pattern.compile("audience is incorrect \\(([^)]*)\\)");
  private static final Pattern RESOURCE_TENANT =
      Pattern.compile("resource tenant `?'?([0-9a-fA-F-]{36})");

  private final Refusal refusal;
  private final TokenClaims claims;
  private final Asked asked;
  private final FoundryResource resource;
  private final long now;

  private RefusalDiagnosis(Refusal refusal, TokenClaims claims, Asked asked, long now) {
    this.refusal = refusal;
    this.claims = claims;
    this.asked = asked;
    this.now = now;
    resource = new FoundryResource(asked.host(), asked.path());
  }

  /**
   * Whether an answer does not mean that the token is refused: a path that does not exist, or too
   * many requests, has another cause.
   */
  public static boolean isAccepted(Refusal answer) {
    int status = answer.status();
    return status != 401 && status != 403 && status != 407 && badRequest(answer) == null;
  }

  /**
   * Explains an answer that is not a success.
   *
   * @param now the time by this machine's clock, in milliseconds since the epoch
   */
  public static Explanation explain(Refusal refusal, TokenClaims claims, Asked asked, long now) {
    return new RefusalDiagnosis(refusal, claims, asked, now)
        .explanation()
        .in(Cloud.ofHost(asked.host()));
  }

  /**
   * Explains the refusal of one request by a target that accepts the identity for another request.
   *
   * @param path the path of the refused request
   * @param question the path of the request that was accepted
   */
  public static Explanation explainOne(
      int status, String path, String question, TokenClaims claims, Asked asked) {
    Explanation explanation =
        RoleAssignment.explainOne(
            "The target accepts the identity for GET "
                + PlainText.of(question)
                + ", but answered "
                + status
                + " to a request for "
                + PlainText.of(path)
                + ". The identity needs a role that allows this request too, or the request itself is"
                + " forbidden; then its answer says so.",
            claims,
            asked);
    return explanation.in(Cloud.ofHost(asked.host()));
  }

  /**
   * Explains a refusal if the target could not be asked about it.
   *
   * @param reason why it could not be asked
   */
  public static Explanation explainUnasked(int status, String reason, String url) {
    return new Explanation(
        status == 401 ? Cause.TOKEN_REFUSED : Cause.FORBIDDEN,
        "Another token does not help. The agent's own request, which asks for the reason, got no"
            + " answer: "
            + PlainText.of(reason)
            + ". The agent does not know a proxy or trust store that only the application's client"
            + " has. The answer that the application got says more.",
        "java -jar foundry-identity-agent.jar check " + url);
  }

  private static @Nullable Cause badRequest(Refusal answer) {
    String message = answer.message().toLowerCase(Locale.ROOT);
    if (message.contains("token tenant") && message.contains("does not match")) {
      return Cause.TENANT_MISMATCH;
    }
    return message.contains("custom subdomain") ? Cause.SUBDOMAIN_MISSING : null;
  }

  private Explanation explanation() {
    Cause bad = badRequest(refusal);
    if (bad != null) {
      return bad == Cause.TENANT_MISMATCH ? tenantMismatch() : subdomainMissing();
    }
    int status = refusal.status();
    switch (status) {
      case 401:
      case 403:
        return refused();
      case 404:
        return new Explanation(
            Cause.NOT_FOUND,
            "The target did not refuse the token, but "
                + asked.path()
                + " does not exist there. Check the host, and the path of the application's base"
                + " URL.");
      case 407:
        return new Explanation(
            Cause.PROXY_WANTS_LOGIN,
            "A proxy between here and the target wants a login.",
            asked.shell().set("HTTPS_PROXY", "http://USER:PASSWORD@PROXY:PORT"));
      case 429:
        return new Explanation(
            Cause.THROTTLED,
            "The target did not refuse the token, but it gets more requests than its quota allows."
                + " Wait, or raise the quota of the deployment.");
      default:
        return notTheService(status);
    }
  }

  private Explanation notTheService(int status) {
    if (status / 100 == 2) {
      return new Explanation(
          Cause.NO_MODEL_LIST,
          "Something answers, but not with the list of models of the model API. It may be a web page,"
              + " for example of a portal or a login. Check the host, and the path of the"
              + " application's base URL.");
    }
    if (status / 100 == 3) {
      return new Explanation(
          Cause.REDIRECTED,
          "The target redirects instead of an answer"
              + (refusal.message().isEmpty() ? "" : " (" + refusal.message() + ")")
              + ", often to a login page. The model API does not redirect. Check the host, and the"
              + " path of the application's base URL.");
    }
    return status >= 500
        ? new Explanation(
            Cause.SERVICE_FAILS,
            "The target, or a gateway in front of it, fails. The identity is not the reason.")
        : new Explanation(
            Cause.UNEXPECTED_ANSWER,
            "The target did not refuse the token, but the model API does not answer like this. Check"
                + " the host, and the path of the application's base URL.");
  }

  /** Explains the answer to a real call of a model; null if it has another cause than the model. */
  public static @Nullable Explanation explainModel(Refusal answer, String model) {
    String code = answer.code() == null ? "" : answer.code();
    return answer.status() == 404 && code.equals("DeploymentNotFound")
        ? new Explanation(
            Cause.MODEL_UNKNOWN,
            "The resource has no deployment with the name "
                + PlainText.of(model)
                + ". The name is that of the deployment, which may differ from the model's. A new"
                + " deployment needs a few minutes.")
        : null;
  }

  /** Says that the other scope works, as the agent finds out by itself. */
  public static Explanation otherScope(String refused, String works, Asked asked) {
    return new Explanation(
        Cause.OTHER_SCOPE,
        "The target refuses a token for "
            + PlainText.of(refused)
            + " and accepts one for "
            + PlainText.of(works)
            + ". With scope=auto the agent finds this by itself after one refused request. Set the"
            + " scope to save that request:",
        asked.flag(Key.SCOPE, works));
  }

  private Explanation refused() {
    String text = (refusal.code() + " " + refusal.message()).toLowerCase(Locale.ROOT);
    if (text.contains("authenticationtypedisabled") || text.contains("key based authentication")) {
      return keyDisabled();
    }
    if (text.contains("subscription key")) {
      return subscriptionKeyMissing();
    }
    if (text.contains("public access is disabled") || text.contains("publicnetworkaccess")) {
      return publicAccessDisabled();
    }
    if (text.contains("virtual network/firewall")) {
      return networkRules();
    }
    if (text.contains("permissiondenied")
        || text.contains("lacks the required data action")
        || text.contains("does not have access to api/operation")
        || text.contains("authorizationfailed")) {
      return RoleAssignment.explain(refusal, claims, asked);
    }
    String challenge = refusal.challenge();
    if (challenge != null && challenge.contains("insufficient_claims")) {
      return new Explanation(
          Cause.CLAIMS_CHALLENGE,
          "A conditional access policy of the tenant asks for more than this sign-in proves, for"
              + " example another location. Exempt this identity in Entra ID, or fulfil the policy.");
    }
    return refusal.status() == 401 ? unauthorized() : forbidden();
  }

  private Explanation unauthorized() {
    Explanation skew =
        ClockSkew.explain(refusal.dateMillis(), claims, now, ALLOWED_SKEW, asked.shell());
    if (skew != null) {
      return skew;
    }
    String audience = bare(claims.audience());
    String accepted = group(AUDIENCES, refusal.message());
    if (audience != null && audience.contains("://")) {
      if (accepted != null && !accepts(accepted, audience)) {
        return wrongAudience(audience, bare(accepted.split(",", -1)[0].trim()) + "/.default");
      }
      if (accepted == null && resource.isProject() && !audience.contains("//ai.azure.")) {
        return wrongAudience(audience, Scopes.auto(asked.host(), asked.path()));
      }
    }
    String other = asked.bothScopes() ? null : Scopes.other(asked.scope());
    String words =
        "The target refuses this token, and does not say why"
            + (audience == null ? "" : " (the token is for " + audience + ")")
            + ". "
            + (asked.bothScopes()
                ? "A token for the other scope is refused too, so the scope is not the reason. Check"
                    + " the tenant of the identity, and whether a gateway in front wants something"
                    + " else."
                : other == null
                    ? "Check that the scope is the one that the target accepts."
                    : "If the target accepts the other audience, set the scope.");
    return other == null
        ? new Explanation(Cause.TOKEN_REFUSED, words)
        : new Explanation(Cause.TOKEN_REFUSED, words, asked.flag(Key.SCOPE, other));
  }

  private static boolean accepts(String list, String audience) {
    for (String one : list.split(",", -1)) {
      if (audience.equalsIgnoreCase(bare(one.trim()))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String bare(@Nullable String audience) {
    return audience != null && audience.endsWith("/")
        ? audience.substring(0, audience.length() - 1)
        : audience;
  }

  private Explanation wrongAudience(String audience, String scope) {
    return new Explanation(
        Cause.WRONG_AUDIENCE,
        "The token is for " + audience + ", which this target does not accept. Set the scope.",
        asked.flag(Key.SCOPE, scope));
  }

  private Explanation forbidden() {
    String said = refusal.message();
    return new Explanation(
        Cause.FORBIDDEN,
        "The target knows the identity and forbids the request. "
            + (said.isEmpty()
                ? "It does not say why; a gateway or a firewall may have answered in its place."
                : "It says: " + said + (said.endsWith(".") ? "" : ".")));
  }

  private Explanation tenantMismatch() {
    String theirs = group(RESOURCE_TENANT, refusal.message());
    String tenant = theirs == null ? "<tenant of the resource>" : theirs;
    String words =
        "The identity belongs to "
            + (claims.tenantId() == null ? "another tenant" : "tenant " + claims.tenantId())
            + ", and the resource belongs to "
            + (theirs == null ? "another one" : "tenant " + theirs)
            + ". ";
    String kind = asked.identity().credential();
    if (kind.equals("managed-identity") || claims.identityResourceId() != null) {
      return new Explanation(
          Cause.TENANT_MISMATCH,
          words
              + "A managed identity gets tokens of its own tenant only. Use a resource of that tenant,"
              + " or a service principal of the resource's tenant.");
    }
    if (claims.isUser() || kind.startsWith("azure-")) {
      return new Explanation(
          Cause.TENANT_MISMATCH,
          words + "Sign in to the tenant of the resource.",
          "az login --tenant " + tenant,
          asked.flag(Key.TENANT_ID, tenant));
    }
    return new Explanation(
        Cause.TENANT_MISMATCH,
        words + "Set the tenant of the resource; the service principal must exist in it.",
        asked.flag(Key.TENANT_ID, tenant));
  }

  private Explanation subdomainMissing() {
    return new Explanation(
        Cause.SUBDOMAIN_MISSING,
        "A resource accepts tokens only under a host name of its own, and this host is a regional"
            + " name. Give the resource its own name, and use it as host.",
        "az cognitiveservices account update --name <resource> --resource-group <group>"
            + " --custom-domain <name>");
  }

  private Explanation keyDisabled() {
    return new Explanation(
        Cause.KEY_DISABLED,
        "The resource does not accept keys, and the request had one: a key header that the agent is"
            + " told to keep (keep-headers), or one that a gateway in front of the resource adds. Do"
            + " not send a key; a gateway must pass the Authorization header on instead. Or let the"
            + " resource accept keys again.",
        asked.shell().unset(asked.variable(Key.KEEP_HEADERS)),
        "az resource update --ids \""
            + resource.lookUp("id")
            + "\" --set properties.disableLocalAuth=false");
  }

  private Explanation subscriptionKeyMissing() {
    return new Explanation(
        Cause.SUBSCRIPTION_KEY_MISSING,
        "API Management is in front of the resource and needs its subscription key beside the token."
            + " The agent removes key headers. Tell it to keep this one.",
        asked.flag(Key.KEEP_HEADERS, KeyHeaders.SUBSCRIPTION_KEY));
  }

  private Explanation publicAccessDisabled() {
    return new Explanation(
        Cause.PUBLIC_ACCESS_DISABLED,
        "The resource allows requests by its private endpoint only, and this request came from"
            + " outside"
            + (asked.leadsOutside() ? " (" + asked.host() + " has a public address here)" : "")
            + ". Link the private DNS zone to this network, so that the name resolves to the private"
            + " endpoint.",
        "az network private-dns link vnet create --resource-group <group> --name foundry --zone-name "
            + resource.privateZone()
            + " --virtual-network \"<this network>\" --registration-enabled false");
  }

  private Explanation networkRules() {
    return new Explanation(
        Cause.NETWORK_RULES,
        "The firewall of the resource does not allow the network that this request came from. Allow"
            + " its public address.",
        "az cognitiveservices account network-rule add --name \""
            + resource.lookUp("name")
            + "\" --resource-group \""
            + resource.lookUp("resourceGroup")
            + "\" --ip-address \"<public address of this machine>\"");
  }

  private static @Nullable String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
