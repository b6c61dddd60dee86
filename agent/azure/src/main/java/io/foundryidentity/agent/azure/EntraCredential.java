package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpPipeline;
import com.azure.core.util.logging.ClientLogger;
import com.azure.identity.implementation.IdentityClientBuilder;
import com.azure.identity.implementation.IdentityClientOptions;
import com.azure.identity.implementation.IdentitySyncClient;
import com.azure.identity.implementation.util.ValidationUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * A sign-in of a service principal at Entra ID: with a secret, a certificate, or an assertion.
 *
 * <p>It uses azure-identity's synchronous client, as azure-identity's own credentials do. Those
 * also create an asynchronous client, which is never asked and loads 165 classes of Reactor. Their
 * lookup in msal4j's cache is left out, as a new client has an empty one.
 */
final class EntraCredential implements TokenCredential {

  private static final ClientLogger LOGGER = new ClientLogger(EntraCredential.class);

  private final IdentitySyncClient client;

  private EntraCredential(IdentityClientBuilder builder) {
    client = builder.buildSyncClient();
  }

  static final class Builder {

    private final IdentityClientBuilder builder = new IdentityClientBuilder();
    private final IdentityClientOptions options = new IdentityClientOptions();

    /**
     * Sets what all of them have in common.
     *
     * <p>Without instance discovery, which asks login.microsoftonline.com whether the authority can
     * be trusted, and causes a delay of seconds or a failure if that host cannot be reached. Only
     * the operator sets the authority, and the library knows the public clouds without discovery.
     *
     * @throws IllegalArgumentException if the tenant or the authority host is malformed
     */
    Builder(IdentityEnvironment environment, HttpPipeline pipeline, ExecutorService executor) {
      String tenant = environment.get("AZURE_TENANT_ID");
      String authority = environment.authorityHost();
      ValidationUtil.validateTenantIdCharacterRange(tenant, LOGGER);
      ValidationUtil.validateAuthHost(authority, LOGGER);
      options
          .setConfiguration(environment.configuration())
          .setHttpPipeline(pipeline)
          .setAuthorityHost(authority)
          .setExecutorService(executor)
          .disableInstanceDiscovery();
      builder.clientId(environment.get("AZURE_CLIENT_ID")).tenantId(tenant);
    }

    EntraCredential secret(String secret) {
      builder.clientSecret(secret);
      return build();
    }

    /**
     * @param pem its private key and the certificates to send
     */
    EntraCredential certificate(byte[] pem, boolean sendChain) {
      options.setIncludeX5c(sendChain);
      builder.certificate(pem);
      return build();
    }

    /**
     * @param assertion asked for each request
     */
    EntraCredential assertion(Supplier<String> assertion) {
      builder.clientAssertionSupplier(assertion);
      return build();
    }

    /**
     * @param file read for each request, as its owner renews it
     */
    EntraCredential assertionFile(String file) {
      return assertion(() -> text(file));
    }

    private EntraCredential build() {
      return new EntraCredential(builder.identityClientOptions(options));
    }
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    return client.authenticateWithConfidentialClient(request);
  }

  private static String text(String file) {
    try {
      return new String(Files.readAllBytes(Paths.get(file)), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
