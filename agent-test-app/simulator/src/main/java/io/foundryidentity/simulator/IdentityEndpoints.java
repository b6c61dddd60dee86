package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Every identity endpoint: its address and environment for an application, and its behaviour. */
public final class IdentityEndpoints {
  private static final String CLIENT_ID = "5f0c4d2e-0000-4000-8000-00000000c11e";

  private final RequestLog log = new RequestLog();
  private final Map<IdentityKind, EndpointBehaviour> behaviours = new EnumMap<>(IdentityKind.class);
  private final TokenIssuer issuer;
  private final EntraDirectory directory;
  private final Principal systemAssigned = Principal.ofResource("/simulator/system-assigned");
  private final ServicePrincipal application;
  private final IdentityServers servers;

  IdentityEndpoints(
      Vertx vertx,
      CertificateAuthority certificates,
      TokenIssuer issuer,
      EntraDirectory directory,
      Path files) {
    this.issuer = issuer;
    this.directory = directory;
    for (IdentityKind kind : IdentityKind.values()) {
      behaviours.put(kind, new EndpointBehaviour());
    }
    application = new ServicePrincipal(certificates, issuer.key(), files);
    Entra entra = new Entra(issuer, directory, application, behaviours);
    servers = new IdentityServers(vertx, log, certificates, entra, systemAssigned, files);
  }

  Future<?> listen(String address) {
    return servers.listen(address);
  }

  /** Registered applications, blueprints and agent identities, other tenants, other issuers. */
  public EntraDirectory directory() {
    return directory;
  }

  /** The container of a Foundry hosted agent. */
  public HostedAgent hostedAgent() {
    return servers.hostedAgent;
  }

  /** For AZURE_POD_IDENTITY_AUTHORITY_HOST in such a container. */
  public URI hostedAgentImds() {
    return URI.create("http://" + Listener.LOOPBACK + ":" + servers.hostedAgentPort.port());
  }

  /** AKS identity bindings. */
  public TokenProxy tokenProxy() {
    return servers.tokenProxy;
  }

  /** For AZURE_KUBERNETES_TOKEN_PROXY. */
  public URI tokenProxyUrl() {
    return URI.create("https://localhost:" + servers.tokenProxyPort.port());
  }

  /** A new token of the cluster for the token proxy, as it is projected into the pod. */
  public String newBindingToken() {
    return application.newFederatedToken(TokenProxy.AUDIENCE);
  }

  public GitHubEndpoint gitHub() {
    return servers.gitHub;
  }

  public GoogleMetadata google() {
    return servers.google;
  }

  public AwsAccount aws() {
    return servers.aws;
  }

  /** What the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE has in a pod on EKS. */
  public String awsPodToken() {
    return servers.awsMetadata.podToken();
  }

  /** For AWS_CONTAINER_CREDENTIALS_RELATIVE_URI in a task of ECS. */
  public String awsContainerPath() {
    return AwsMetadata.CONTAINER;
  }

  /** For IDENTITY_ENDPOINT, as App Service, Functions and Container Apps set it. */
  public URI appService() {
    return http(ManagedIdentityEndpoints.APP_SERVICE);
  }

  /** For IDENTITY_HEADER. */
  public String appServiceHeader() {
    return servers.managed.appServiceHeader();
  }

  /** For AZURE_POD_IDENTITY_AUTHORITY_HOST. */
  public URI imds() {
    return http("");
  }

  /** For MSI_ENDPOINT, as Cloud Shell sets it. */
  public URI cloudShell() {
    return http(ManagedIdentityEndpoints.CLOUD_SHELL);
  }

  /** For IDENTITY_ENDPOINT, as an Arc machine sets it beside IMDS_ENDPOINT. */
  public URI arc() {
    return http(ManagedIdentityEndpoints.ARC);
  }

  /** The file that Arc's first answer names. */
  public Path arcChallengeFile() {
    return servers.managed.arcChallengeFile();
  }

  /** Moves Arc's challenge file; msal4j only reads one under /var/opt/azcmagent/tokens. */
  public void arcDirectory(Path directory) {
    servers.managed.arcDirectory(directory, directory);
  }

  /** The same for a client that sees that directory under another name. */
  public void arcDirectory(Path directory, Path seenAs) {
    servers.managed.arcDirectory(directory, seenAs);
  }

  /** For AZURE_AUTHORITY_HOST: Entra ID over https. */
  public URI authority() {
    return URI.create("https://localhost:" + servers.tls.port() + "/");
  }

  private URI http(String path) {
    return URI.create("http://" + Listener.LOOPBACK + ":" + servers.plain.port() + path);
  }

  /** Entra ID's port, over TLS. */
  public int authorityPort() {
    return servers.tls.port();
  }

  /** The managed identity endpoints' port, without TLS. */
  public int managedIdentityPort() {
    return servers.plain.port();
  }

  public String tenantId() {
    return issuer.tenant();
  }

  /** The application that the secret, the certificate and the federated token belong to. */
  public String clientId() {
    return CLIENT_ID;
  }

  public String clientSecret() {
    return application.secret();
  }

  /** A new federated token, as the cluster projects one into the pod. */
  public String newFederatedToken() {
    return application.newFederatedToken(directory.cloud().tokenExchange());
  }

  /** Every federated token that was made until now is refused from now on. */
  public void endFederatedTokens() {
    application.endFederatedTokens();
  }

  /** The object id of a token that was requested without any id. */
  public String systemAssignedObjectId() {
    return systemAssigned.objectId();
  }

  /** The object id of a token that was requested for that client id. */
  public String objectIdOf(String clientId) {
    return Principal.ofClient(clientId).objectId();
  }

  /** The object id of a token that was requested for that resource id. */
  public String objectIdOfResource(String resourceId) {
    return Principal.ofResource(resourceId).objectId();
  }

  /** The environment of an application that signs in this way; files are written as needed. */
  public Map<String, String> environment(IdentityKind kind) {
    return new PlatformEnvironment(this, application).of(kind);
  }

  /** The environment of a pod with EKS Pod Identity. */
  public Map<String, String> environmentOfEksPod() {
    return new PlatformEnvironment(this, application).ofEksPod();
  }

  /** The lifetime of every token that is issued from now on. */
  public void lifetime(Duration lifetime) {
    issuer.lifetime(lifetime);
  }

  /** Returns the same token until a tenth of its lifetime is left, as IMDS and msal4j do. */
  public void sameToken(boolean on) {
    issuer.sameToken(on);
  }

  public void sameToken() {
    sameToken(true);
  }

  /** How many different tokens were issued. */
  public long issuedCount() {
    return issuer.issuedCount();
  }

  public List<ReceivedRequest> requests() {
    return log.snapshot();
  }

  public void clear() {
    log.clear();
  }

  /** The behaviour of one endpoint alone. */
  public EndpointBehaviour at(IdentityKind kind) {
    EndpointBehaviour behaviour = behaviours.get(kind);
    if (behaviour == null) {
      throw new IllegalArgumentException("No endpoint for " + kind);
    }
    return behaviour;
  }

  /** Every endpoint answers with that status. */
  public void failWith(int status) {
    behaviours.values().forEach(each -> each.failWith(status));
  }

  /** Every endpoint answers that much later. */
  public void delay(Duration time) {
    behaviours.values().forEach(each -> each.delay(time));
  }

  /** Every endpoint answers broken JSON. */
  public void malformed() {
    behaviours.values().forEach(EndpointBehaviour::malformed);
  }

  public void recover() {
    behaviours.values().forEach(EndpointBehaviour::recover);
  }

  /** A good token for that audience, straight from the issuer. */
  public String issue(String audience) {
    return issuer.issue(systemAssigned, audience).token();
  }

  /** Builds a token with any claims, also one that Foundry must refuse. */
  public TokenRequest token() {
    return new TokenRequest(issuer, systemAssigned);
  }
}
