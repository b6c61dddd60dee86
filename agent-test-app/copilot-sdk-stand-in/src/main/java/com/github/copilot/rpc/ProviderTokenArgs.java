package com.github.copilot.rpc;

/** Whose token is wanted. */
public class ProviderTokenArgs {

  private final String providerName;
  private final String sessionId;

  public ProviderTokenArgs(String providerName, String sessionId) {
    this.providerName = providerName;
    this.sessionId = sessionId;
  }

  public String getProviderName() {
    return providerName;
  }

  public String getSessionId() {
    return sessionId;
  }
}
