package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code credential} and, for {@code default}, AZURE_TOKEN_CREDENTIALS. */
final class CredentialChoice {

  private CredentialChoice() {}

  static CredentialChain chain(
      Identity identity,
      Members members,
      @Nullable String selection,
      SignInEvents events,
      LastAnswer last)
      throws TokenSourceException {
    return new CredentialChain(members(identity.credential(), members, selection), events, last);
  }

  private static List<Member> members(
      String credential, Members members, @Nullable String selection) throws TokenSourceException {
    switch (credential) {
      case "default":
        return selection == null || selection.trim().isEmpty()
            ? both(production(members), development(members))
            : selected(selection.trim(), members);
      case "managed-identity":
        return Collections.singletonList(members.managedIdentity());
      case "workload-identity":
        return Collections.singletonList(members.workloadIdentity());
      case "environment":
        return Collections.singletonList(members.environment());
      case "certificate":
        return Collections.singletonList(members.certificate());
      case "azure-cli":
        return Collections.singletonList(members.azureCli());
      case "azure-powershell":
        return Collections.singletonList(members.azurePowerShell());
      case "azure-developer-cli":
        return Collections.singletonList(members.azureDeveloperCli());
      default:
        throw new TokenSourceException(
            "credential=" + credential + " is not known to this agent", null);
    }
  }

  private static List<Member> selected(String selection, Members members)
      throws TokenSourceException {
    switch (selection.toLowerCase(Locale.ROOT)) {
      case "prod":
        return production(members);
      case "dev":
        return development(members);
      case "environmentcredential":
        return Collections.singletonList(members.environment());
      case "workloadidentitycredential":
        return Collections.singletonList(members.workloadIdentity());
      case "managedidentitycredential":
        // Without the probe and with retries, as in the libraries of 2026: it was chosen by name
        return Collections.singletonList(members.managedIdentity());
      case "azureclicredential":
        return Collections.singletonList(members.azureCli());
      case "azurepowershellcredential":
        return Collections.singletonList(members.azurePowerShell());
      case "azuredeveloperclicredential":
        return Collections.singletonList(members.azureDeveloperCli());
      default:
        throw new TokenSourceException(UnknownSelection.line(selection), null);
    }
  }

  private static List<Member> production(Members members) {
    List<Member> list = new ArrayList<>();
    list.add(members.environment());
    list.add(members.workloadIdentity());
    list.add(members.managedIdentityIfPresent());
    return list;
  }

  private static List<Member> development(Members members) {
    List<Member> list = new ArrayList<>();
    list.add(members.azureCli());
    list.add(members.azurePowerShell());
    list.add(members.azureDeveloperCli());
    return list;
  }

  private static List<Member> both(List<Member> first, List<Member> second) {
    List<Member> list = new ArrayList<>(first);
    list.addAll(second);
    return list;
  }
}
