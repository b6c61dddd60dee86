package io.foundryidentity.agent.instrumentation.copilotsdk;

/** How a session's model requests get their tokens, the best way first. */
enum SignInWay {
  /** The program requests a token before each model request, with a call that the SDK supports. */
  CALLBACK("callback"),
  /** The same, if the SDK does not support that call. */
  RPC("rpc"),
  /** The program sends its requests to this JVM, which authorizes them. */
  GATEWAY("gateway"),
  /** The program gets a token when a session starts, and another before a turn. */
  AT_CREATION("at creation");

  private final String text;

  SignInWay(String text) {
    this.text = text;
  }

  boolean asksBack() {
    return this == CALLBACK || this == RPC;
  }

  @Override
  public String toString() {
    return text;
  }
}
