package io.foundryidentity.agent.core.server;

/** A request that is refused; the reason is logged and not told to the client. */
public final class Refused extends Exception {

  /**
   * @param reason contains nothing that the client sent
   */
  public Refused(String reason) {
    super(reason, null, false, false);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
