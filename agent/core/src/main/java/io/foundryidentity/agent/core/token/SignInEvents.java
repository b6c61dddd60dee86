package io.foundryidentity.agent.core.token;

/** Gets the credential that signed in, and those that failed before it. */
public interface SignInEvents {

  /** Ignores the events, for callers for which the log lines are enough. */
  SignInEvents NONE =
      new SignInEvents() {
        @Override
        public void failed(SignInAttempt attempt) {}

        @Override
        public void answered(String credential) {}
      };

  /** A credential gave no token; the next one, if any, is tried. */
  void failed(SignInAttempt attempt);

  /** That credential gave the token. */
  void answered(String credential);
}
