package io.foundryidentity.agent.core.diagnosis;

/**
 * Commands for blueprints and agent identities: of Microsoft Graph PowerShell, as Microsoft Graph
 * refuses the Azure CLI's own token there.
 */
final class AgentIdentityCommands {

  private static final String GRAPH = "https://graph.microsoft.com/v1.0/";

  /** Where to type them. */
  static final String HOW =
      " Type the Invoke-MgGraphRequest in PowerShell, after Connect-MgGraph -Scopes"
          + " AgentIdentityBlueprint.AddRemoveCreds.All.";

  private AgentIdentityCommands() {}

  static String createFederatedCredential(String blueprint, String json) {
    return "Invoke-MgGraphRequest -Method POST -Uri \""
        + credentials(blueprint)
        + "\" -Body '"
        + json
        + "'";
  }

  static String listFederatedCredentials(String blueprint) {
    return "Invoke-MgGraphRequest -Method GET -Uri \"" + credentials(blueprint) + "\"";
  }

  static String createPrincipal(String blueprint) {
    return "Invoke-MgGraphRequest -Method POST -Uri \""
        + GRAPH
        + "servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal\" -Body '{\"appId\":\""
        + blueprint
        + "\"}'";
  }

  static String showBlueprintOf(String agentIdentity) {
    return "Invoke-MgGraphRequest -Method GET -Uri \""
        + GRAPH
        + "servicePrincipals(appId='"
        + agentIdentity
        + "')/microsoft.graph.agentIdentity?`$select=displayName,accountEnabled,agentIdentityBlueprintId\"";
  }

  private static String credentials(String blueprint) {
    return GRAPH
        + "applications(appId='"
        + blueprint
        + "')/microsoft.graph.agentIdentityBlueprint/federatedIdentityCredentials";
  }
}
