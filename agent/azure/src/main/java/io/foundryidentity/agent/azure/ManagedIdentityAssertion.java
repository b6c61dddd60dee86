package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import io.foundryidentity.agent.core.output.KnownSecrets;

/** A managed identity's token for the audience of token exchange is its assertion. */
final class ManagedIdentityAssertion implements AssertionSource {

  private final Member managedIdentity;
  private final String name;
  private final String audience;

  ManagedIdentityAssertion(Member managedIdentity, String name, String audience) {
    this.managedIdentity = managedIdentity;
    this.name = name;
    this.audience = audience;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String step() {
    return "managed identity";
  }

  @Override
  public String assertion() {
    AccessToken token;
    try {
      token =
          managedIdentity
              .credential()
              .getTokenSync(new TokenRequestContext().addScopes(audience + "/.default"));
    } catch (RuntimeException e) {
      String mistake = managedIdentity.mistake();
      if (mistake == null) {
        throw e;
      }
      throw new WrongSettingException(mistake + "; " + FailureText.of(e));
    }
    String value = token == null ? null : token.getToken();
    if (value == null || value.isEmpty()) {
      throw new CredentialUnavailableException(name + " answered without a token");
    }
    KnownSecrets.add(value);
    return value;
  }
}
