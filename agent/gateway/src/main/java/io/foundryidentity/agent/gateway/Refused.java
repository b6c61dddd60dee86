package io.foundryidentity.agent.gateway;

/** A request that is refused; the reason is logged and not told to the client. */
final class Refused extends Exception {

  /**
   * @param reason contains nothing that the client sent
   */
  Refused(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
