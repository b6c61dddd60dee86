package io.foundryidentity.agent.gateway;

/** A request that breaks a rule of {@link Admission}. */
final class NotAdmitted extends Exception {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final boolean told;

  /**
   * @param told whether the client is told why; a web page must not learn that there is a gateway
   */
  NotAdmitted(Refusal refusal, boolean told) {
    super(refusal.reason(), null, false, false);
    this.refusal = refusal;
    this.told = told;
  }

  Refusal refusal() {
    return refusal;
  }

  boolean isTold() {
    return told && refusal.code() != null;
  }
}
