package io.foundryidentity.agent.core.token;

/**
 * Gets the credential that signed in, and those that failed before it; reasons contain no secret.
 */
public interface SignInEvents {

  /** Ignores the events, for callers for which the log lines are enough. */
  SignInEvents NONE =
      new SignInEvents() {
        @Override
        public void failed(String credential, String reason) {}

        @Override
        public void answered(String credential) {}
      };

  /** That credential gave no token; the next one, if any, is tried. */
  void failed(String credential, String reason);

  /** That credential gave the token. */
  void answered(String credential);
}
