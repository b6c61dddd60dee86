package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.targets.Cloud;
import org.jspecify.annotations.Nullable;

/**
 * The commands for the federated credential that an assertion needs. Who has it depends on the
 * credential: an application, a blueprint, or, for workload identity, mostly a managed identity.
 */
final class FederatedCredentialCommands {

  private static final String NAME = "foundry-identity";

  private final SignInFailure failure;
  private final PresentedClaims claims;

  FederatedCredentialCommands(SignInFailure failure, PresentedClaims claims) {
    this.failure = failure;
    this.claims = claims;
  }

  /** Who needs the federated credential, for a sentence. */
  String holder() {
    if (isWorkload()) {
      String id = PlainText.word(failure.managedClientId());
      return "the identity" + (id == null ? "" : " " + id);
    }
    return failure.isAgentIdentity()
        ? "the blueprint " + failure.blueprintClientId()
        : "the application " + failure.clientId();
  }

  /** What a reader needs to know to type the commands; a sentence, or nothing. */
  String how() {
    return !isWorkload() && failure.isAgentIdentity() ? AgentIdentityCommands.HOW : "";
  }

  /** The audience that the cloud of the sign-in expects. */
  String audience() {
    return Cloud.tokenExchangeAudience(failure.identity().authorityHost());
  }

  String create() {
    if (!isWorkload() && failure.isAgentIdentity()) {
      return AgentIdentityCommands.createFederatedCredential(failure.blueprintClientId(), json());
    }
    return isWorkload()
        ? "az identity federated-credential create --identity-name <identity> --resource-group"
            + " <group> --name "
            + NAME
            + " --issuer "
            + quoted(claims.issuer(), "<issuer>")
            + " --subject "
            + quoted(claims.subject(), "<subject>")
            + " --audiences "
            + quoted(expectedAudience(), "<audience>")
        : "az ad app federated-credential create --id "
            + failure.clientId()
            + " --parameters "
            + failure.asked().shell().json(json());
  }

  String update() {
    if (!isWorkload() && failure.isAgentIdentity()) {
      return create();
    }
    return isWorkload()
        ? "az identity federated-credential update --identity-name <identity> --resource-group"
            + " <group> --name <name of the federated credential> --issuer "
            + quoted(claims.issuer(), "<issuer>")
            + " --subject "
            + quoted(claims.subject(), "<subject>")
            + " --audiences "
            + quoted(expectedAudience(), "<audience>")
        : "az ad app federated-credential update --id "
            + failure.clientId()
            + " --federated-credential-id <name of the federated credential> --parameters "
            + failure.asked().shell().json(json());
  }

  String list() {
    if (!isWorkload() && failure.isAgentIdentity()) {
      return AgentIdentityCommands.listFederatedCredentials(failure.blueprintClientId());
    }
    return isWorkload()
        ? "az identity federated-credential list --identity-name <identity> --resource-group <group>"
            + " --output table"
        : "az ad app federated-credential list --id " + failure.clientId();
  }

  private String json() {
    return "{\"name\":\""
        + NAME
        + "\",\"issuer\":\""
        + value(claims.issuer(), "<issuer>")
        + "\",\"subject\":\""
        + value(claims.subject(), "<subject>")
        + "\",\"audiences\":[\""
        + value(expectedAudience(), "<audience>")
        + "\"]}";
  }

  /** What Entra ID compares: in its own tokens an id stands for the name. */
  private @Nullable String expectedAudience() {
    String expected = audience();
    return claims.isForExchange(expected) ? expected : claims.audience();
  }

  private String value(@Nullable String claim, String otherwise) {
    String word = claims.word(claim);
    return word == null ? otherwise : word;
  }

  private String quoted(@Nullable String claim, String otherwise) {
    return '"' + value(claim, otherwise) + '"';
  }

  private boolean isWorkload() {
    // A pod's managed identity can give the assertion for another application
    return failure.identity().assertion() == null || failure.isAtStep("managed identity");
  }
}
