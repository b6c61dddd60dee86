package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.configuration.KeyHeaders;
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
    return new RefusalDiagnosis(refusal, claims, asked, now).explanation();
  }

  /**
   * Explains the refusal of one request by a target that accepts the identity for another request.
   *
   * @param path the path of the refused request
   * @param question the path of the request that was accepted
   */
  public static Explanation explainOne(
      int status, String path, String question, TokenClaims claims, Asked asked) {
    return RoleAssignment.explainOne(
        "The target takes the identity for GET "
            + PlainText.of(question)
            + ", but answered "
            + status
            + " to a request for "
            + PlainText.of(path)
            + ": a role is missing that allows that one too, or the request itself is forbidden, as"
            + " its answer then says.",
        claims,
        asked);
  }

  /**
   * Explains a refusal if the target could not be asked about it.
   *
   * @param reason why it could not be asked
   */
  public static Explanation explainUnasked(int status, String reason, String url) {
    return new Explanation(
        status == 401 ? Cause.TOKEN_REFUSED : Cause.FORBIDDEN,
        "Another token does not cure it, and the agent's own question why was not answered: "
            + PlainText.of(reason)
            + ". Where the application has a proxy or a trust of its own, the agent does not know"
            + " it; the answer that the application got says more.",
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
    switch (refusal.status()) {
      case 401:
      case 403:
        return refused();
      case 404:
        return new Explanation(
            Cause.NOT_FOUND,
            "The token was not refused, but nothing is at "
                + asked.path()
                + ": check the host, and the path of the application's base URL.");
      case 407:
        return new Explanation(
            Cause.PROXY_WANTS_LOGIN,
            "A proxy between here and the target wants a login.",
            "export HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT");
      case 429:
        return new Explanation(
            Cause.THROTTLED,
            "The token was not refused; the resource has more requests than its quota allows.");
      default:
        return refusal.status() >= 500
            ? new Explanation(
                Cause.SERVICE_FAILS,
                "The target, or something before it, fails: this is not about the identity.")
            : new Explanation(
                Cause.UNEXPECTED_ANSWER,
                "The token was not refused, but this is no answer of the service's: check the host,"
                    + " and the path of the application's base URL.");
    }
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
          "A conditional access policy of the tenant wants more than this sign-in proved, such as"
              + " another location or device: exempt this identity in Entra ID, or meet the policy.");
    }
    return refusal.status() == 401 ? unauthorized() : forbidden();
  }

  private Explanation unauthorized() {
    Explanation skew = ClockSkew.explain(refusal.dateMillis(), claims, now, ALLOWED_SKEW);
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
    String other = Scopes.other(asked.scope());
    String words =
        "The target does not take this token, and does not say why"
            + (audience == null ? "" : " (it is for " + audience + ")")
            + ". "
            + (other == null
                ? "Check that the scope is the one that the target wants."
                : "If the target wants the other audience, set the scope.");
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
        "The token is for " + audience + ", which this target does not take: set the scope.",
        asked.flag(Key.SCOPE, scope));
  }

  private Explanation forbidden() {
    String said = refusal.message();
    return new Explanation(
        Cause.FORBIDDEN,
        "The target knows the identity and forbids the request"
            + (said.isEmpty() ? "" : ", in its own words: " + said)
            + (said.endsWith(".") || said.isEmpty() ? "" : ".")
            + (said.isEmpty()
                ? "; if it is behind a gateway or a firewall, that one may have answered."
                : ""));
  }

  private Explanation tenantMismatch() {
    String theirs = group(RESOURCE_TENANT, refusal.message());
    String tenant = theirs == null ? "<tenant of the resource>" : theirs;
    String words =
        "The identity belongs to "
            + (claims.tenantId() == null ? "another tenant" : "tenant " + claims.tenantId())
            + ", the resource to "
            + (theirs == null ? "another one" : "tenant " + theirs)
            + ". ";
    String kind = asked.identity().credential();
    if (claims.isUser() || kind.startsWith("azure-")) {
      return new Explanation(
          Cause.TENANT_MISMATCH,
          words + "Sign in to the resource's tenant.",
          "az login --tenant " + tenant,
          asked.flag(Key.TENANT_ID, tenant));
    }
    return new Explanation(
        Cause.TENANT_MISMATCH,
        words
            + "A service principal can be asked for a token of the resource's tenant; a managed"
            + " identity cannot leave its own: use an identity, or a resource, of the same tenant.",
        asked.flag(Key.TENANT_ID, tenant));
  }

  private Explanation subdomainMissing() {
    return new Explanation(
        Cause.SUBDOMAIN_MISSING,
        "A resource takes tokens only under a name of its own, and this one is called by a regional"
            + " name: give it one, and use that as host.",
        "az cognitiveservices account update --name <resource> --resource-group <group>"
            + " --custom-domain <name>");
  }

  private Explanation keyDisabled() {
    return new Explanation(
        Cause.KEY_DISABLED,
        "The resource takes no keys, and the request reached it with one: a key header that the"
            + " agent is told to keep, or one that a gateway in front of the resource adds. Leave the"
            + " key out; a gateway is to pass the Authorization header on instead. Or let the resource"
            + " take keys again.",
        "unset " + Key.KEEP_HEADERS.variable(),
        "az resource update --ids \""
            + resource.lookUp("id")
            + "\" --set properties.disableLocalAuth=false");
  }

  private Explanation subscriptionKeyMissing() {
    return new Explanation(
        Cause.SUBSCRIPTION_KEY_MISSING,
        "API Management stands in front and wants its subscription key beside the token, and the"
            + " agent takes key headers out: keep that one.",
        asked.flag(Key.KEEP_HEADERS, KeyHeaders.SUBSCRIPTION_KEY));
  }

  private Explanation publicAccessDisabled() {
    return new Explanation(
        Cause.PUBLIC_ACCESS_DISABLED,
        "The resource is reached by its private endpoint only, and this request came from outside"
            + (asked.leadsOutside() ? ": " + asked.host() + " has a public address here" : "")
            + ". Link the private DNS zone to this network, so that the name leads to the private"
            + " endpoint.",
        "az network private-dns link vnet create --resource-group <group> --name foundry --zone-name "
            + resource.privateZone()
            + " --virtual-network <this network> --registration-enabled false");
  }

  private Explanation networkRules() {
    return new Explanation(
        Cause.NETWORK_RULES,
        "The resource's firewall does not know the network that this request came from: allow it.",
        "az cognitiveservices account network-rule add --name \""
            + resource.lookUp("name")
            + "\" --resource-group \""
            + resource.lookUp("resourceGroup")
            + "\" --ip-address <address that this machine goes out by>");
  }

  private static @Nullable String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
