package io.foundryidentity.agent.core.diagnosis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains a missing role, and writes the command that assigns it. */
final class RoleAssignment {

  private static final String OPENAI_USER = "Cognitive Services OpenAI User";
  private static final String SERVICES_USER = "Cognitive Services User";
  private static final String AI_USER = "Azure AI User";

  private static final Pattern PRINCIPAL = Pattern.compile("[Pp]rincipal `?([0-9a-fA-F-]{36})`?");
  private static final Pattern ACTION =
      Pattern.compile("data action `?(Microsoft\\.[A-Za-z0-9./]+)`?");

  private RoleAssignment() {}

  static Explanation explain(Refusal refusal, TokenClaims claims, Asked asked) {
    FoundryResource resource = new FoundryResource(asked.host(), asked.path());
    String action = found(ACTION, refusal.message());
    String role = role(action, resource);
    String objectId = PlainText.word(claims.objectId());
    if (objectId == null) {
      objectId = found(PRINCIPAL, refusal.message());
    }
    String words =
        "The token is good, but its identity "
            + (objectId == null ? "" : objectId + " ")
            + "has no role on the resource that allows this"
            + (action == null ? "" : " (" + action + ")")
            + ": give it "
            + role
            + (role.equals(AI_USER) ? " (newer name: Foundry User)" : "")
            + ". It takes a few minutes to work.";
    return new Explanation(Cause.ROLE_MISSING, words, command(objectId, claims, role, resource));
  }

  static Explanation explainOne(String words, TokenClaims claims, Asked asked) {
    FoundryResource resource = new FoundryResource(asked.host(), asked.path());
    String role = resource.isProject() ? AI_USER : OPENAI_USER;
    String command = command(PlainText.word(claims.objectId()), claims, role, resource);
    return new Explanation(Cause.OPERATION_REFUSED, words, command);
  }

  private static String command(
      @Nullable String objectId, TokenClaims claims, String role, FoundryResource resource) {
    return "az role assignment create --assignee-object-id "
        + (objectId == null ? "<object id of the identity>" : objectId)
        + " --assignee-principal-type "
        + (claims.isUser() ? "User" : "ServicePrincipal")
        + " --role \""
        + role
        + "\" --scope "
        + resource.roleScope();
  }

  private static String role(@Nullable String action, FoundryResource resource) {
    if (resource.isProject() || (action != null && action.contains("/AIServices/"))) {
      return AI_USER;
    }
    return action == null || action.contains("/OpenAI/") ? OPENAI_USER : SERVICES_USER;
  }

  private static @Nullable String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
