package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;

/** The variables of a credential are not set; the message names them. */
final class NotConfiguredException extends CredentialUnavailableException {

  private static final long serialVersionUID = 1L;

  NotConfiguredException(String message) {
    super(message);
  }
}
