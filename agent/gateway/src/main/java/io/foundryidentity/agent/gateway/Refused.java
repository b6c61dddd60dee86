package io.foundryidentity.agent.gateway;

/** A request that is not let in; the client is told nothing, the log the reason. */
final class Refused extends Exception {

  /**
   * @param reason holds nothing that the client sent
   */
  Refused(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
