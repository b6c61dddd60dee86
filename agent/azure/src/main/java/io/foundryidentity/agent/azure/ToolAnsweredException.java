package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;

/** A developer tool ran to its end and gave no token. */
final class ToolAnsweredException extends CredentialUnavailableException {

  private static final long serialVersionUID = 1L;

  ToolAnsweredException(String message) {
    super(message);
  }
}
