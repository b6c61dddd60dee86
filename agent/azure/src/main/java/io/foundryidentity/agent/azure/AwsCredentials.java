package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.output.KnownSecrets;
import org.jspecify.annotations.Nullable;

/** The keys with which a request to AWS is signed; known as secrets from here on. */
final class AwsCredentials {

  final String accessKeyId;
  final String secretAccessKey;

  /** Null for the keys of a user, which have no session. */
  final @Nullable String sessionToken;

  /**
   * Keys without blanks and line breaks.
   *
   * @param from where they are from, for the message about a key that cannot be one
   */
  AwsCredentials(
      String from, String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
    KnownSecrets.add(accessKeyId);
    KnownSecrets.add(secretAccessKey);
    KnownSecrets.add(sessionToken);
    this.accessKeyId = HeaderValue.of("the access key id of " + from, accessKeyId);
    this.secretAccessKey = HeaderValue.of("the secret access key of " + from, secretAccessKey);
    this.sessionToken =
        sessionToken == null || sessionToken.isEmpty()
            ? null
            : HeaderValue.of("the session token of " + from, sessionToken);
  }
}
