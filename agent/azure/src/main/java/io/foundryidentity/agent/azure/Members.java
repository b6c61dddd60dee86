package io.foundryidentity.agent.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;
import io.foundryidentity.agent.core.configuration.HostedAgent;
import io.foundryidentity.agent.core.token.ClientCertificate;
import io.foundryidentity.agent.core.token.Identity;
import java.io.File;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the credentials of one identity, all on this project's HTTP client. */
final class Members {

  private final Identity identity;
  private final IdentityEnvironment environment;
  private final HttpClient http;
  private final Function<IdentityBinding, HttpClient> tokenProxy;
  private final ImdsProbe probe;
  private final ExecutorService executor;

  /** Of the last fetch, to explain its failure. */
  private volatile @Nullable CertificateCredential certificate;

  /**
   * @param tokenProxy makes the client for a cluster's token proxy
   */
  Members(
      Identity identity,
      IdentityEnvironment environment,
      HttpClient http,
      Function<IdentityBinding, HttpClient> tokenProxy,
      ImdsProbe probe,
      ExecutorService executor) {
    this.identity = identity;
    this.environment = environment;
    this.http = http;
    this.tokenProxy = tokenProxy;
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
        () -> {
          String blank =
              environment.blankAtAnEnd(
                  "AZURE_CLIENT_ID",
                  "AZURE_TENANT_ID",
                  "AZURE_AUTHORITY_HOST",
                  "AZURE_CLIENT_SECRET",
                  "AZURE_CLIENT_CERTIFICATE_PATH",
                  "AZURE_CLIENT_CERTIFICATE_PASSWORD");
          return blank == null ? certificateMistake() : blank;
        });
  }

  /** The certificate that the configuration names. */
  Member certificate() {
    return new Member(
        "ClientCertificateCredential", false, this::configured, this::certificateMistake);
  }

  Member workloadIdentity() {
    return new Member("WorkloadIdentityCredential", false, this::federated, this::federatedMistake);
  }

  /**
   * A managed identity that is configured by name: without the probe, as the answer may be slow.
   */
  Member managedIdentity() {
    return new Member(
        "ManagedIdentityCredential",
        false,
        this::managed,
        this::managedMistake,
        answer ->
            answer.isReadable() || !asksImds()
                ? null
                : (ImdsForm.mayPass(answer.receivedStatus())
                        ? "IMDS may be overloaded or updated, or something else answers"
                        : "IMDS does not answer so, something else does")
                    + " at its address: outside Azure use credential=default or"
                    + " credential=azure-cli");
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
        this::managedMistake,
        answer ->
            asksImds() && ImdsForm.mayPass(answer.receivedStatus())
                ? "IMDS may be overloaded or updated, so no other credential is tried; on a"
                    + " developer's machine set AZURE_TOKEN_CREDENTIALS to dev"
                : null);
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

  /** The identity itself, which signs in with that assertion instead of a secret. */
  TokenCredential withAssertion(String assertion) {
    return signIn(signInPipeline()).assertion(() -> assertion);
  }

  String authorityHost() {
    return environment.authorityHost();
  }

  /** What requests to Entra ID pass through. */
  HttpPipeline signInPipeline() {
    return Pipelines.of(http, Pipelines.signInRetry());
  }

  private @Nullable String federatedMistake() {
    return environment.blankAtAnEnd(
        "AZURE_CLIENT_ID",
        "AZURE_TENANT_ID",
        "AZURE_AUTHORITY_HOST",
        "AZURE_FEDERATED_TOKEN_FILE",
        IdentityBinding.PROXY,
        IdentityBinding.NAME,
        BindingAuthority.FILE);
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
      return signIn(signInPipeline()).secret(secret);
    }
    certificate = null;
    String path = environment.get("AZURE_CLIENT_CERTIFICATE_PATH");
    if (path == null) {
      throw new NotConfiguredException(
          "neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set");
    }
    String chain = environment.get("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN");
    return signIn(
        new CertificateFile("AZURE_CLIENT_CERTIFICATE_PATH", path, this::passwordOfVariable),
        "true".equalsIgnoreCase(chain) || "1".equals(chain));
  }

  private TokenCredential configured() {
    ClientCertificate given = identity.certificate();
    if (given == null) {
      throw new NotConfiguredException("not set: certificate-file");
    }
    require("AZURE_CLIENT_ID", "AZURE_TENANT_ID");
    String passwordFile = given.passwordFile();
    return signIn(
        new CertificateFile(
            environment.nameOf("certificate-file", "AZURE_CLIENT_CERTIFICATE_PATH", given.file()),
            given.file(),
            () ->
                passwordFile == null
                    ? passwordOfVariable()
                    : CertificatePassword.ofFile(passwordFile)),
        given.sendChain());
  }

  private CertificatePassword passwordOfVariable() {
    return CertificatePassword.ofVariable(environment.get("AZURE_CLIENT_CERTIFICATE_PASSWORD"));
  }

  private TokenCredential signIn(CertificateFile file, boolean sendChain) {
    CertificateCredential credential =
        new CertificateCredential(
            file, read -> signIn(signInPipeline()).certificate(read.pem(sendChain), sendChain));
    certificate = credential;
    return credential;
  }

  private @Nullable String certificateMistake() {
    CertificateCredential last = certificate;
    return last == null ? null : last.mistake();
  }

  private TokenCredential federated() {
    require("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE");
    String file = String.valueOf(environment.get("AZURE_FEDERATED_TOKEN_FILE"));
    requireFile("AZURE_FEDERATED_TOKEN_FILE", file);
    IdentityBinding binding = IdentityBinding.of(environment);
    HttpPipeline pipeline =
        binding == null
            ? signInPipeline()
            : Pipelines.of(tokenProxy.apply(binding), Pipelines.tokenProxyRetry());
    return signIn(pipeline).assertionFile(file);
  }

  /**
   * Whether a workload's federated token is used in place of a managed identity endpoint, as in the
   * libraries: a pod's own identity and not its machine's. Not if the configuration names another
   * identity, by an id that a federated sign-in does not have.
   */
  private boolean isFederated() {
    return identity.resourceId() == null
        && identity.objectId() == null
        && environment.missing("AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE").isEmpty();
  }

  /** Whether the managed identity endpoint is that of virtual machines. */
  private boolean asksImds() {
    return !isFederated()
        && ManagedIdentityApplication.getManagedIdentitySource()
            == ManagedIdentitySourceType.DEFAULT_TO_IMDS;
  }

  private TokenCredential managed() {
    if (isFederated()) {
      return federated();
    }
    return ManagedIdentity.of(
        identity.resourceId(),
        identity.objectId(),
        managedClientId(),
        Pipelines.of(http, Pipelines.managedIdentityRetry()),
        executor);
  }

  /** Null for the identity that the platform gives; a hosted agent must not ask for another. */
  private @Nullable String managedClientId() {
    if (!HostedAgent.isHere(environment.variables())) {
      return environment.get("AZURE_CLIENT_ID");
    }
    String id = identity.clientId();
    return id == null || id.equalsIgnoreCase(HostedAgent.clientId(environment.variables()))
        ? null
        : id;
  }

  private void require(String... names) {
    String missing = environment.missing(names);
    if (!missing.isEmpty()) {
      throw new NotConfiguredException("not set: " + missing);
    }
  }

  /** The libraries' own message for a missing file is its path and nothing more. */
  static void requireFile(String variable, String path) {
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

  private EntraCredential.Builder signIn(HttpPipeline pipeline) {
    return new EntraCredential.Builder(environment, pipeline, executor);
  }
}
