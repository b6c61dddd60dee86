package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.token.SignInAttempt;
import java.util.ArrayList;
import java.util.List;

/** No credential gave a token; the message can be logged. */
final class NoTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<SignInAttempt> attempts;

  NoTokenException(String message, List<SignInAttempt> attempts) {
    super(message);
    this.attempts = new ArrayList<>(attempts);
  }

  List<SignInAttempt> attempts() {
    return attempts;
  }
}
