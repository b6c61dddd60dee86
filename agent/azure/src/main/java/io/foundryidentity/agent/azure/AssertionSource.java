package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;

/**
 * Gives the assertion with which an app registration or a blueprint signs in: a JWT of another
 * issuer.
 *
 * <p>Called on a thread of the fetch, by one thread at a time, and may block. The caller keeps the
 * assertion while it is good, so a source asks again each time.
 */
interface AssertionSource {

  /** Who gives it, for messages and the status, for example {@code managed identity}. */
  String name();

  /** The same without ids, for the step that failed. */
  default String step() {
    return name();
  }

  /** Whether each call is cheap and may give another assertion, so that none is to be kept. */
  default boolean isReadEachTime() {
    return false;
  }

  /**
   * A new assertion, which is known as a secret from here on.
   *
   * @throws CredentialUnavailableException if this machine has no such source; the message says why
   * @throws WrongSettingException if a setting or a file is wrong; the message names it
   */
  String assertion();
}
