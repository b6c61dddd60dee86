package io.foundryidentity.agent.instrumentation.copilotsdk;

/** How a session's model requests come by their tokens, the best first. */
enum SignInWay {
  /** The program asks for a token before each request, by a call that the SDK knows too. */
  CALLBACK("callback"),
  /** The same, where the SDK does not know that call. */
  RPC("rpc"),
  /** The program sends its requests to this JVM, which signs them. */
  GATEWAY("gateway"),
  /** The program is given a token when a session begins, and another before a turn. */
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
