package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.token.SignInAttempt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains what Entra ID refuses, by its error codes: secrets, certificates, applications, tenants,
 * policies and scopes. Assertions are explained in {@link FederationDiagnosis}.
 */
final class EntraDiagnosis {

  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final SignInFailure failure;

  EntraDiagnosis(SignInFailure failure) {
    this.failure = failure;
  }

  /** Null if the failure has no code that is known. */
  @Nullable Explanation explain() {
    for (int code : EntraCode.in(failure.reason())) {
      Explanation explanation = explain(code);
      if (explanation != null) {
        return explanation;
      }
    }
    return null;
  }

  private @Nullable Explanation explain(int code) {
    switch (code) {
      case 7000215:
        return renewSecret(Cause.SECRET_WRONG, "The client secret is wrong.");
      case 7000222:
        return renewSecret(Cause.SECRET_EXPIRED, "The client secret has expired.");
      case 700027:
      case 700030: // The name in the certificate is not one that the application trusts
        return CertificateCause.unknown(failure.asked());
      case 700016:
      case 7000229:
      case 7000112:
        return application(code);
      case 90002:
      case 900021:
      case 900023:
        return Explanation.inOrder(
            Cause.TENANT_UNKNOWN,
            "There is no tenant with that id"
                + (code == 90002 ? ", or it is in another cloud" : "")
                + ". Show the right one, and set it.",
            "az account show --query tenantId --output tsv",
            failure.asked().flag(Key.TENANT_ID, "<tenant>"));
      case 900382:
      case 900432:
      case 900439:
        return new Explanation(
            Cause.TENANT_IN_OTHER_CLOUD,
            "The tenant is in another cloud than the host where the agent signs in. Set the host of"
                + " the tenant's cloud.",
            failure.asked().flag(Key.AUTHORITY_HOST, "https://login.microsoftonline.us/"),
            failure.asked().flag(Key.AUTHORITY_HOST, "https://login.chinacloudapi.cn/"),
            failure.asked().flag(Key.AUTHORITY_HOST, "https://login.microsoftonline.com/"));
      case 500011:
      case 500014:
      case 650052:
      case 70011:
      case 1002012:
        return new Explanation(
            Cause.SCOPE_UNKNOWN,
            "The tenant does not know the scope " + PlainText.of(failure.asked().scope()) + ".",
            failure.asked().flag(Key.SCOPE, "auto"));
      default:
        return policy(code);
    }
  }

  /** Policies of the tenant, and people who use a developer tool. */
  private @Nullable Explanation policy(int code) {
    switch (code) {
      case 53000:
      case 53001:
      case 53003:
      case 530003:
      case 530032:
        return new Explanation(
            Cause.POLICY_BLOCKS,
            "A conditional access policy of the tenant blocks this sign-in. Whoever manages the"
                + " policies must exclude this identity, or allow the place where it runs; the"
                + " sign-in log of Entra ID names the policy.");
      case 65001:
      case 50105:
      case 501051:
        return new Explanation(
            Cause.CONSENT_MISSING,
            "The application has no consent, or is not assigned, for the scope "
                + PlainText.of(failure.asked().scope())
                + ". An administrator of the tenant gives it.",
            "az ad app permission admin-consent --id " + named());
      case 50034:
      case 500341:
      case 50020:
        return failure.identity().assertion() != null
            ? new Explanation(
                Cause.ACCOUNT_UNKNOWN,
                "The tenant has no account for this identity: it was deleted, or the tenant is"
                    + " another one.",
                "az ad sp show --id " + failure.clientId())
            : new Explanation(
                Cause.ACCOUNT_UNKNOWN,
                "The account of the developer tool does not exist in this tenant.",
                "az login --tenant " + failure.tenantId(),
                failure.asked().flag(Key.TENANT_ID, "<tenant>"));
      case 50076:
      case 50078:
      case 50079:
      case 50173:
      case 70043:
      case 700082:
      case 700084:
        return new Explanation(
            Cause.NOT_LOGGED_IN,
            "The sign-in of the developer tool has expired, or needs a second factor again.",
            isDeveloperCli() ? "azd auth login" : "az login");
      default:
        return null;
    }
  }

  private Explanation application(int code) {
    String id = named();
    boolean agentIdentity = failure.isAgentIdentity();
    if (code == 7000112) {
      return new Explanation(
          Cause.CLIENT_DISABLED,
          (agentIdentity ? "The agent identity or its blueprint" : "The application")
              + " is disabled in this tenant. Enable it, if you know why it was disabled.",
          "az ad sp update --id " + id + " --set accountEnabled=true");
    }
    if (code == 7000229) {
      return new Explanation(
          Cause.SERVICE_PRINCIPAL_MISSING,
          "The application has a registration, and no service principal in the tenant. Create it,"
              + " signed in to that tenant.",
          agentIdentity ? AgentIdentityCommands.createPrincipal(id) : "az ad sp create --id " + id);
    }
    return new Explanation(
        Cause.CLIENT_UNKNOWN,
        "The tenant does not know the client id"
            + (agentIdentity ? " " + id : "")
            + ". The client id is wrong, or the tenant is.",
        "az ad sp show --id " + id + " --query \"{tenant:appOwnerOrganizationId}\"");
  }

  private boolean isDeveloperCli() {
    SignInAttempt attempt = failure.furthest();
    return attempt != null && attempt.credential().equals("AzureDeveloperCliCredential");
  }

  /** The client id that Entra ID names, which is the blueprint's or the agent identity's. */
  private String named() {
    Matcher id = ID.matcher(failure.reason());
    return id.find() ? id.group() : failure.clientId();
  }

  private Explanation renewSecret(Cause cause, String words) {
    return new Explanation(
        cause,
        words + " Make a new one, and put it into AZURE_CLIENT_SECRET.",
        "az ad app credential reset --id "
            + failure.clientId()
            + " --append --query password --output tsv");
  }
}
