package io.foundryidentity.agent.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.AzureDeveloperCliCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.CredentialUnavailableException;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import io.foundryidentity.agent.core.token.Identity;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Makes azure-identity's credentials for one identity, all on this project's HTTP client. */
final class Members {

  private final Identity identity;
  private final IdentityEnvironment environment;
  private final HttpClient http;
  private final ImdsProbe probe;
  private final ExecutorService executor;

  Members(
      Identity identity,
      IdentityEnvironment environment,
      HttpClient http,
      ImdsProbe probe,
      ExecutorService executor) {
    this.identity = identity;
    this.environment = environment;
    this.http = http;
    this.probe = probe;
    this.executor = executor;
  }

  /**
   * A service principal's secret or certificate, named by the variables EnvironmentCredential
   * reads.
   */
  Member environment() {
    return new Member("EnvironmentCredential", false, this::servicePrincipal);
  }

  Member workloadIdentity() {
    return new Member("WorkloadIdentityCredential", false, this::federated);
  }

  /** A managed identity that is asked for by name: no probe, for the answer may be slow. */
  Member managedIdentity() {
    return new Member("ManagedIdentityCredential", false, this::managed);
  }

  /** A managed identity as one member of several: away from Azure the probe says so in a second. */
  Member managedIdentityIfPresent() {
    return new Member(
        "ManagedIdentityCredential",
        false,
        () -> {
          probe.check();
          return managed();
        });
  }

  Member azureCli() {
    return new Member(
        "AzureCliCredential",
        true,
        () -> set(new AzureCliCredentialBuilder()).tenantId(toolTenant()).build());
  }

  Member azurePowerShell() {
    return new Member(
        "AzurePowerShellCredential",
        true,
        () -> new PowerShellCredential(toolTenant(), Duration.ofSeconds(20)));
  }

  Member azureDeveloperCli() {
    return new Member(
        "AzureDeveloperCliCredential",
        true,
        () -> set(new AzureDeveloperCliCredentialBuilder()).tenantId(toolTenant()).build());
  }

  /** The tenant for a developer's tool, where one is named; else the tool's own. */
  private @Nullable String toolTenant() {
    return environment.get("AZURE_TENANT_ID");
  }

  private TokenCredential servicePrincipal() {
    require("AZURE_CLIENT_ID", "AZURE_TENANT_ID");
    String secret = environment.get("AZURE_CLIENT_SECRET");
    if (secret != null) {
      return signIn(new ClientSecretCredentialBuilder()).clientSecret(secret).build();
    }
    String certificate = environment.get("AZURE_CLIENT_CERTIFICATE_PATH");
    if (certificate == null) {
      throw new CredentialUnavailableException(
          "neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set");
    }
    String chain = environment.get("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN");
    // The library looks into the file: PEM and PKCS #12 both come in by this method
    return signIn(new ClientCertificateCredentialBuilder())
        .pemCertificate(certificate)
        .clientCertificatePassword(environment.get("AZURE_CLIENT_CERTIFICATE_PASSWORD"))
        .sendCertificateChain("true".equalsIgnoreCase(chain) || "1".equals(chain))
        .build();
  }

  private TokenCredential federated() {
    require("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE");
    return signIn(new WorkloadIdentityCredentialBuilder())
        .tokenFilePath(environment.get("AZURE_FEDERATED_TOKEN_FILE"))
        .build();
  }

  private TokenCredential managed() {
    ManagedIdentityCache.clear();
    ManagedIdentityCredentialBuilder builder =
        set(new ManagedIdentityCredentialBuilder(), Pipelines.managedIdentityRetry())
            .executorService(executor);
    // The library takes one of them only; the more exact one wins, and AZURE_CLIENT_ID is the least
    if (identity.resourceId() != null) {
      builder.resourceId(identity.resourceId());
    } else if (identity.objectId() != null) {
      builder.objectId(identity.objectId());
    } else {
      builder.clientId(environment.get("AZURE_CLIENT_ID"));
    }
    return builder.build();
  }

  private void require(String... names) {
    String missing = environment.missing(names);
    if (!missing.isEmpty()) {
      throw new CredentialUnavailableException("not set: " + missing);
    }
  }

  /**
   * What all Entra credentials share.
   *
   * <p>No instance discovery: it asks login.microsoftonline.com whether the authority can be
   * trusted, which costs seconds or an outage where that host cannot be reached. The authority
   * comes from the operator alone, and the library knows the public clouds without asking.
   */
  private <T extends AadCredentialBuilderBase<T>> T signIn(T builder) {
    return set(builder)
        .clientId(environment.get("AZURE_CLIENT_ID"))
        .tenantId(environment.get("AZURE_TENANT_ID"))
        .authorityHost(environment.authorityHost())
        .executorService(executor)
        .disableInstanceDiscovery();
  }

  private <T extends CredentialBuilderBase<T>> T set(T builder) {
    return set(builder, new RetryPolicy());
  }

  private <T extends CredentialBuilderBase<T>> T set(T builder, RetryPolicy retry) {
    return builder.configuration(environment.configuration()).pipeline(Pipelines.of(http, retry));
  }
}
