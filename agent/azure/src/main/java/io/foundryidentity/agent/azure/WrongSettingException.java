package io.foundryidentity.agent.azure;

/** A variable of a configured credential cannot be right; the message names the variable. */
final class WrongSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongSettingException(String message) {
    super(message);
  }
}
