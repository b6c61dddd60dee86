package io.foundryidentity.agent.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.CredentialUnavailableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One way to sign in, with the name that DefaultAzureCredential gives it. */
final class Member {

  /** Makes a new credential for each token, as a new one has no cached token. */
  interface Maker {

    /**
     * Makes the credential.
     *
     * @throws CredentialUnavailableException if this machine cannot sign in this way; the message
     *     says why
     */
    TokenCredential make();
  }

  final String name;

  /** A developer tool, which is skipped after any failure. */
  final boolean developerTool;

  private final Maker maker;
  private final Supplier<@Nullable String> mistake;

  Member(String name, boolean developerTool, Maker maker) {
    this(name, developerTool, maker, () -> null);
  }

  /**
   * @param mistake says which of its variables cannot be right, or null; asked after a failure
   */
  Member(String name, boolean developerTool, Maker maker, Supplier<@Nullable String> mistake) {
    this.mistake = mistake;
    this.name = name;
    this.developerTool = developerTool;
    this.maker = maker;
  }

  /** Which of its variables cannot be right, or null. */
  @Nullable String mistake() {
    return mistake.get();
  }

  TokenCredential credential() {
    return maker.make();
  }
}
