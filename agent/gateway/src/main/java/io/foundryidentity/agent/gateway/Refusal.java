package io.foundryidentity.agent.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Why the gateway refuses a request: in its log, as a label of a metric, and for the client.
 *
 * <p>The client is told what to do, and nothing about the target or the secret. A reason without a
 * code is never told.
 */
enum Refusal {
  MALFORMED("malformed", "it is malformed", null, ""),
  METHOD(
      "method",
      "its method is not one that an API uses",
      "MethodNotAllowed",
      "use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS"),
  PATH(
      "path",
      "its path has segments, characters or escapes that servers read differently",
      "InvalidPath",
      "the path must be a plain one: no whole URL, no '.', '..' or empty segment, and no escaped"
          + " slash, dot or percent sign"),
  HOST(
      "host",
      "its Host is not this gateway",
      "WrongHost",
      "the Host header is not this gateway's address and port: use the base URL that the gateway"
          + " printed, or start the gateway with --host-name for another name"),
  WEB_PAGE(
      "web_page",
      "it comes from a web page",
      "WebPage",
      "requests of web pages are refused, because a page shows its secrets to everybody who opens"
          + " it: send the request from a server"),
  NO_SECRET(
      "no_secret",
      "it does not carry the secret",
      "NoSecret",
      "send the gateway's secret as a bearer token in the Authorization header, or in the header"
          + " api-key or x-api-key; the gateway prints it at its start, and with --export as"
          + " FOUNDRY_GATEWAY_BEARER_TOKEN"),
  WRONG_SECRET(
      "wrong_secret",
      "its key is not the secret: it may be of an earlier run of the gateway, or a real API key",
      "WrongSecret",
      "this is not the gateway's secret: each run has a new secret unless --secret-file is set, so"
          + " read FOUNDRY_GATEWAY_BEARER_TOKEN again and send that, and no API key"),
  ENTRA_TOKEN(
      "entra_token",
      "it has a token that the program got by its own sign-in; give the program the variables that"
          + " gateway --export prints (IDENTITY_ENDPOINT, IDENTITY_HEADER and"
          + " AZURE_TOKEN_CREDENTIALS), or the gateway's secret as its key",
      "TokenInsteadOfSecret",
      "this is an Entra ID token, so the program signed in itself; the gateway adds the token, and"
          + " the program must send the gateway's secret instead (FOUNDRY_GATEWAY_BEARER_TOKEN). A"
          + " program with DefaultAzureCredential gets the secret as its token if IDENTITY_ENDPOINT,"
          + " IDENTITY_HEADER and AZURE_TOKEN_CREDENTIALS are set as gateway --export prints them"),
  SECRET_IN_URL(
      "secret_in_url",
      "its URL contains the secret, which the target's server would log",
      "SecretInUrl",
      "the URL contains the gateway's secret, and servers log URLs: send the secret only as a"
          + " bearer token in the Authorization header, or in the header api-key or x-api-key"),
  PREFIX(
      "prefix",
      "its path is not under the target's prefix",
      "PathNotAllowed",
      "this path is not below the base URL that the gateway printed");

  private final String label;
  private final String reason;
  private final @Nullable String code;
  private final String message;

  Refusal(String label, String reason, @Nullable String code, String message) {
    this.label = label;
    this.reason = reason;
    this.code = code;
    this.message = message;
  }

  /** For a metric. */
  String label() {
    return label;
  }

  /** For the log; contains nothing that the client sent. */
  String reason() {
    return reason;
  }

  /** For programs; null if the client is not told. */
  @Nullable String code() {
    return code;
  }

  /** For the client. */
  String message() {
    return "foundry-identity: " + message;
  }

  /** Whether it is a mistake in how a program was set up, which its operator must see. */
  boolean isSetUp() {
    return this == ENTRA_TOKEN;
  }
}
