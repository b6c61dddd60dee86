package io.foundryidentity.simulator;

import org.jspecify.annotations.Nullable;

/** A refusal of Entra's token endpoint: status, OAuth error, number and text are Entra's own. */
record EntraError(int status, String error, int code, String text) {
  static EntraError tenantNotFound(String tenant) {
    return new EntraError(
        400,
        "invalid_request",
        90002,
        "Tenant '"
            + tenant
            + "' not found. Check to make sure you have the correct tenant ID and are signing into"
            + " the correct cloud. Check with your subscription administrator, this may happen if"
            + " there are no active subscriptions for the tenant.");
  }

  static EntraError applicationNotFound(String client, String tenant) {
    return new EntraError(
        400,
        "unauthorized_client",
        700016,
        "Application with identifier '"
            + client
            + "' was not found in the directory '"
            + tenant
            + "'. This can happen if the application has not been installed by the administrator of"
            + " the tenant or consented to by any user in the tenant. You may have sent your"
            + " authentication request to the wrong tenant.");
  }

  /** For an application of another tenant that may be used in this one. */
  static EntraError principalMissing(String client, String tenant) {
    return new EntraError(
        401,
        "invalid_client",
        7000229,
        "The client application "
            + client
            + " is missing service principal in the tenant "
            + tenant
            + ". See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119");
  }

  static EntraError accountNotFound(String tenant) {
    return new EntraError(
        400,
        "invalid_grant",
        50034,
        "The user account {EUII Hidden} does not exist in the "
            + tenant
            + " directory. To sign into this application, the account must be added to the"
            + " directory.");
  }

  static EntraError applicationDisabled(String client) {
    return new EntraError(
        400, "unauthorized_client", 7000112, "Application '" + client + "' is disabled.");
  }

  static EntraError resourceNotFound(String resource, String tenant) {
    return new EntraError(
        400,
        "invalid_resource",
        500011,
        "The resource principal named "
            + resource
            + " was not found in the tenant named "
            + tenant
            + ". This can happen if the application has not been installed by the administrator of"
            + " the tenant or consented to by any user in the tenant. You might have sent your"
            + " authentication request to the wrong tenant.");
  }

  static EntraError secretInvalid(String client) {
    return new EntraError(
        401,
        "invalid_client",
        7000215,
        "Invalid client secret provided. Ensure the secret being sent in the request is the client"
            + " secret value, not the client secret ID, for a secret added to app '"
            + client
            + "'.");
  }

  static EntraError scopeInvalid(@Nullable String scope) {
    return new EntraError(
        400,
        "invalid_scope",
        70011,
        "The provided request must include a 'scope' input parameter. The provided value for the"
            + " input parameter 'scope' is not valid. The scope "
            + scope
            + " is not valid.");
  }

  static EntraError grantUnsupported(@Nullable String grant) {
    return new EntraError(
        400,
        "unsupported_grant_type",
        70003,
        "The app requested an unsupported grant type '" + grant + "'.");
  }

  static EntraError parameterMissing(String name) {
    return new EntraError(
        400,
        "invalid_request",
        900144,
        "The request body must contain the following parameter: '" + name + "'.");
  }
}
