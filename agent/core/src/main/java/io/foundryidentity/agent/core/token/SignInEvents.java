package io.foundryidentity.agent.core.token;

/** Hears which credential signed in and which were asked before it; reasons hold no secret. */
public interface SignInEvents {

  /** For whom the log's own lines are enough. */
  SignInEvents NONE =
      new SignInEvents() {
        @Override
        public void failed(String credential, String reason) {}

        @Override
        public void answered(String credential) {}
      };

  /** That credential gave no token; where another follows, it is asked next. */
  void failed(String credential, String reason);

  /** That credential gave the token. */
  void answered(String credential);
}
