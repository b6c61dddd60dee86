package io.foundryidentity.agent.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.CredentialUnavailableException;

/** One way to sign in, by the name that DefaultAzureCredential gives it. */
final class Member {

  /** Makes the credential anew for each token: a new one does not know the last token. */
  interface Maker {

    /**
     * Makes it, or says why not.
     *
     * @throws CredentialUnavailableException where this machine has nothing to sign in with so
     */
    TokenCredential make();
  }

  final String name;

  /** A developer's tool, which is passed over whatever its failure. */
  final boolean developerTool;

  private final Maker maker;

  Member(String name, boolean developerTool, Maker maker) {
    this.name = name;
    this.developerTool = developerTool;
    this.maker = maker;
  }

  TokenCredential credential() {
    return maker.make();
  }
}
