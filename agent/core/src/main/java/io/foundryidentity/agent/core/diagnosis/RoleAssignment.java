package io.foundryidentity.agent.core.diagnosis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains a missing role, and writes the command that assigns it. */
final class RoleAssignment {

  /** Ids, as "Azure AI User" was renamed to "Foundry User"; commands take an id as well. */
  static final String OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

  static final String FOUNDRY_USER = "53ca6127-db72-4e31-b599-04dc5da150b4";

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
            + ". Assign the role "
            + name(role)
            + ". It takes a few minutes until the role works.";
    return new Explanation(Cause.ROLE_MISSING, words, command(objectId, claims, role, resource));
  }

  static Explanation explainOne(String words, TokenClaims claims, Asked asked) {
    FoundryResource resource = new FoundryResource(asked.host(), asked.path());
    String role = resource.isProject() ? FOUNDRY_USER : OPENAI_USER;
    String command = command(PlainText.word(claims.objectId()), claims, role, resource);
    return new Explanation(Cause.OPERATION_REFUSED, words, command);
  }

  private static String command(
      @Nullable String objectId, TokenClaims claims, String role, FoundryResource resource) {
    return "az role assignment create --assignee-object-id "
        + (objectId == null ? "\"<object id of the identity>\"" : objectId)
        + " --assignee-principal-type "
        + (claims.isUser() ? "User" : "ServicePrincipal")
        + " --role "
        + role
        + " --scope "
        + resource.roleScope();
  }

  private static String role(@Nullable String action, FoundryResource resource) {
    if (resource.isProject() || (action != null && action.contains("/AIServices/"))) {
      return FOUNDRY_USER;
    }
    // A role for Foundry allows all of its data actions; the smaller one only those of OpenAI
    return action == null || action.contains("/OpenAI/") ? OPENAI_USER : FOUNDRY_USER;
  }

  private static String name(String role) {
    return role.equals(OPENAI_USER)
        ? "Cognitive Services OpenAI User"
        : "Foundry User (older name: Azure AI User)";
  }

  private static @Nullable String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
