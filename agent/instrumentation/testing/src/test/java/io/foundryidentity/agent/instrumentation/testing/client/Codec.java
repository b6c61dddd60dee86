package io.foundryidentity.agent.instrumentation.testing.client;

/** Another class of the example client. */
public final class Codec {

  public String write() {
    return "as written";
  }
}
