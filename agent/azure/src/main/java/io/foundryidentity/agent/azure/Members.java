package io.foundryidentity.agent.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import io.foundryidentity.agent.core.token.Identity;
import java.io.File;
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
   * A service principal's secret or certificate, from the variables that EnvironmentCredential
   * reads.
   */
  Member environment() {
    return new Member(
        "EnvironmentCredential",
        false,
        this::servicePrincipal,
        () ->
            environment.blankAtAnEnd(
                "AZURE_CLIENT_ID",
                "AZURE_TENANT_ID",
                "AZURE_AUTHORITY_HOST",
                "AZURE_CLIENT_SECRET",
                "AZURE_CLIENT_CERTIFICATE_PATH",
                "AZURE_CLIENT_CERTIFICATE_PASSWORD"));
  }

  Member workloadIdentity() {
    return new Member("WorkloadIdentityCredential", false, this::federated, this::federatedMistake);
  }

  /**
   * A managed identity that is configured by name: without the probe, as the answer may be slow.
   */
  Member managedIdentity() {
    return new Member("ManagedIdentityCredential", false, this::managed, this::managedMistake);
  }

  /**
   * A managed identity as one member of several: outside Azure the probe ends it within a second.
   */
  Member managedIdentityIfPresent() {
    return new Member(
        "ManagedIdentityCredential",
        false,
        () -> {
          probe.check();
          return managed();
        },
        this::managedMistake);
  }

  Member azureCli() {
    return new Member(
        "AzureCliCredential",
        true,
        () -> CommandLineCredential.azureCli(environment.variables(), toolTenant()));
  }

  Member azurePowerShell() {
    return new Member(
        "AzurePowerShellCredential",
        true,
        () -> new PowerShellCredential(environment.variables(), toolTenant()));
  }

  Member azureDeveloperCli() {
    return new Member(
        "AzureDeveloperCliCredential",
        true,
        () -> CommandLineCredential.azureDeveloperCli(environment.variables(), toolTenant()));
  }

  private @Nullable String federatedMistake() {
    return environment.blankAtAnEnd(
        "AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_AUTHORITY_HOST", "AZURE_FEDERATED_TOKEN_FILE");
  }

  private @Nullable String managedMistake() {
    return environment.blankAtAnEnd(
        "AZURE_CLIENT_ID",
        "IDENTITY_ENDPOINT",
        "IDENTITY_HEADER",
        "MSI_ENDPOINT",
        "IMDS_ENDPOINT",
        "AZURE_POD_IDENTITY_AUTHORITY_HOST");
  }

  /** The tenant for a developer tool; null for the tool's own. */
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
      throw new NotConfiguredException(
          "neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set");
    }
    requireFile("AZURE_CLIENT_CERTIFICATE_PATH", certificate);
    String chain = environment.get("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN");
    // The library detects the file's format: this method accepts PEM and PKCS #12
    return signIn(new ClientCertificateCredentialBuilder())
        .pemCertificate(certificate)
        .clientCertificatePassword(environment.get("AZURE_CLIENT_CERTIFICATE_PASSWORD"))
        .sendCertificateChain("true".equalsIgnoreCase(chain) || "1".equals(chain))
        .build();
  }

  private TokenCredential federated() {
    require("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE");
    String file = String.valueOf(environment.get("AZURE_FEDERATED_TOKEN_FILE"));
    requireFile("AZURE_FEDERATED_TOKEN_FILE", file);
    return signIn(new WorkloadIdentityCredentialBuilder()).tokenFilePath(file).build();
  }

  private TokenCredential managed() {
    if (environment
        .missing("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE")
        .isEmpty()) {
      // The same exchange, which the library's managed identity would make by an HTTP client of its
      // own, with the application's defaults, and whose answer it would quote
      return federated();
    }
    ManagedIdentityCache.clear();
    ManagedIdentityCredentialBuilder builder =
        set(new ManagedIdentityCredentialBuilder(), Pipelines.managedIdentityRetry())
            .executorService(executor);
    // The library accepts only one of them: the most exact one is used, AZURE_CLIENT_ID last
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
      throw new NotConfiguredException("not set: " + missing);
    }
  }

  /** The libraries' own message for a missing file is its path and nothing more. */
  private static void requireFile(String variable, String path) {
    File file = new File(path);
    if (!file.isFile()) {
      throw new WrongSettingException(
          variable + " names the file " + path + ", and this file does not exist");
    }
    if (!file.canRead()) {
      throw new WrongSettingException(
          variable + " names the file " + path + ", and this process must not read it");
    }
  }

  /**
   * Sets what all Entra credentials have in common.
   *
   * <p>Without instance discovery, which asks login.microsoftonline.com whether the authority can
   * be trusted, and causes a delay of seconds or a failure if that host cannot be reached. Only the
   * operator sets the authority, and the library knows the public clouds without discovery.
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
