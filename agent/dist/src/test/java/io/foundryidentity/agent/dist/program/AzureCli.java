package io.foundryidentity.agent.dist.program;

/**
 * Answers as the Azure CLI does where a developer has signed in, with a warning beside it. The
 * token is the variable DEVELOPERS_TOKEN.
 */
public final class AzureCli {

  private AzureCli() {}

  public static void main(String[] arguments) {
    System.err.println("WARNING: a new release of the Azure CLI is available");
    long expiry = System.currentTimeMillis() / 1000 + 3600;
    System.out.println(
        "{\"accessToken\": \""
            + System.getenv("DEVELOPERS_TOKEN")
            + "\", \"expires_on\": "
            + expiry
            + ", \"subscription\": \"5f0c4d2e-0000-4000-8000-000000000001\","
            + " \"tenant\": \"7e9a0000-0000-4000-8000-0000000000aa\", \"tokenType\": \"Bearer\"}");
  }
}
