package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;

/**
 * Finds the keys with which AWS is asked for an assertion: variables, the endpoint of a container,
 * the metadata of the instance. Unlike AWS's libraries it reads no profile.
 *
 * <p>Of a pod with a role of its own (a web identity token) the keys of the instance would be
 * another identity, so these are not asked for there.
 */
final class AwsSearch {

  private static final String ID = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
  private static final String SESSION = "AWS_SESSION_TOKEN";
  private static final String WEB_IDENTITY = "AWS_WEB_IDENTITY_TOKEN_FILE";

  private final IdentityEnvironment environment;
  private final AwsContainer container;
  private final AwsInstance instance;

  AwsSearch(IdentityEnvironment environment, AwsContainer container, AwsInstance instance) {
    this.environment = environment;
    this.container = container;
    this.instance = instance;
  }

  AwsCredentials credentials() {
    String missing = environment.missing(ID, SECRET);
    if (missing.isEmpty()) {
      return new AwsCredentials(
          "the environment",
          String.valueOf(environment.get(ID)),
          String.valueOf(environment.get(SECRET)),
          environment.get(SESSION));
    }
    if (!missing.equals(ID + " " + SECRET)) {
      throw new WrongSettingException(
          missing + " is not set, but the other one of " + ID + " and " + SECRET + " is");
    }
    if (container.isConfigured()) {
      return container.credentials();
    }
    if (environment.get(WEB_IDENTITY) != null) {
      throw new NotConfiguredException(
          "this pod has a token of its own ("
              + WEB_IDENTITY
              + "): use it with assertion=file and assertion-file, or use EKS Pod Identity");
    }
    String nothing = ID + " and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set";
    if (instance.isDisabled()) {
      throw new NotConfiguredException(
          "assertion=aws works only with AWS credentials: "
              + nothing
              + ", and AWS_EC2_METADATA_DISABLED is true");
    }
    try {
      return instance.credentials();
    } catch (CredentialUnavailableException e) {
      throw new CredentialUnavailableException(
          "assertion=aws works only with AWS credentials: " + nothing + ", and " + e.getMessage());
    }
  }
}
