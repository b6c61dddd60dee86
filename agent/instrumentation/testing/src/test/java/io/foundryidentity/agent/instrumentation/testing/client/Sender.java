package io.foundryidentity.agent.instrumentation.testing.client;

/** A class of an example client, as its instrumentation expects it. */
public final class Sender {

  public String send() {
    return "as written";
  }
}
