package io.foundryidentity.agent.dist.program;

import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Identity;
import java.time.Duration;

/**
 * Asks azure-identity and msal4j for a token, by the variables of this process; over the agent's
 * HTTP client, as the test's class path does not have azure-core's own.
 */
public final class PrintManagedToken {

  private PrintManagedToken() {}

  public static void main(String[] scopes) throws Exception {
    Identity identity = new Identity("default", null, null, null, null, null);
    BearerToken token = new AzureTokenSources().create(identity, scopes[0]).fetch();
    boolean isSecret =
        token.authorization().equals("Bearer " + System.getenv("FOUNDRY_GATEWAY_BEARER_TOKEN"));
    long millis = token.expiresAtMillis() - System.currentTimeMillis();
    System.out.println(
        "the token is the secret: " + isSecret + ", hours: " + Duration.ofMillis(millis).toHours());
    System.exit(0); // Whatever threads the libraries keep.
  }
}
