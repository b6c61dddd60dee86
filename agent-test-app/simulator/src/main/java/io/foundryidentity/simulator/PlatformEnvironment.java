package io.foundryidentity.simulator;

import java.util.Map;
import java.util.TreeMap;

/** The variables that each platform sets for an application, with this simulator's addresses. */
final class PlatformEnvironment {
  private final IdentityEndpoints endpoints;
  private final ServicePrincipal application;

  PlatformEnvironment(IdentityEndpoints endpoints, ServicePrincipal application) {
    this.endpoints = endpoints;
    this.application = application;
  }

  /** Files are written as needed. */
  Map<String, String> of(IdentityKind kind) {
    String imds = endpoints.imds().toString();
    String authority = endpoints.authority().toString();
    return switch (kind) {
      case APP_SERVICE ->
          Map.of(
              "IDENTITY_ENDPOINT", endpoints.appService().toString(),
              "IDENTITY_HEADER", endpoints.appServiceHeader());
      case IMDS -> Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", imds);
      case CLOUD_SHELL -> Map.of("MSI_ENDPOINT", endpoints.cloudShell().toString());
      case ARC -> Map.of("IDENTITY_ENDPOINT", endpoints.arc().toString(), "IMDS_ENDPOINT", imds);
      case WORKLOAD_IDENTITY ->
          entra("AZURE_FEDERATED_TOKEN_FILE", file("federated-token", exchange()));
      case CLIENT_SECRET -> entra("AZURE_CLIENT_SECRET", application.secret());
      case CLIENT_CERTIFICATE ->
          entra("AZURE_CLIENT_CERTIFICATE_PATH", application.writeCertificate().toString());
      case FEDERATED, AGENT_IDENTITY ->
          Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", imds, "AZURE_AUTHORITY_HOST", authority);
      case AKS_TOKEN_PROXY -> identityBinding();
      case HOSTED_AGENT -> hostedAgent();
      case GITHUB ->
          Map.of(
              "GITHUB_ACTIONS",
              "true",
              "ACTIONS_ID_TOKEN_REQUEST_URL",
              GitHubEndpoint.requestUrl(endpoints.authority()),
              "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
              endpoints.gitHub().requestToken(),
              "AZURE_AUTHORITY_HOST",
              authority);
      case GOOGLE ->
          Map.of(
              "GCE_METADATA_HOST",
              endpoints.imds().getAuthority(),
              "AZURE_AUTHORITY_HOST",
              authority);
      case AWS ->
          Map.of(
              "AWS_EC2_METADATA_SERVICE_ENDPOINT", imds,
              "AWS_ENDPOINT_URL_STS", withoutSlash(authority),
              "AZURE_AUTHORITY_HOST", authority);
    };
  }

  /** A pod with EKS Pod Identity, whose keys an agent on the node gives. */
  Map<String, String> ofEksPod() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        endpoints.imds() + AwsMetadata.POD,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        endpoints.awsPodToken(),
        "AWS_REGION",
        endpoints.aws().region(),
        "AWS_ENDPOINT_URL_STS",
        withoutSlash(endpoints.authority().toString()),
        "AZURE_AUTHORITY_HOST",
        endpoints.authority().toString());
  }

  private Map<String, String> identityBinding() {
    Map<String, String> environment =
        new TreeMap<>(
            entra("AZURE_FEDERATED_TOKEN_FILE", file("binding-token", TokenProxy.AUDIENCE)));
    environment.put("AZURE_KUBERNETES_TOKEN_PROXY", endpoints.tokenProxyUrl().toString());
    environment.put("AZURE_KUBERNETES_CA_FILE", endpoints.tokenProxy().caFile().toString());
    environment.put("AZURE_KUBERNETES_SNI_NAME", endpoints.tokenProxy().serverName());
    return environment;
  }

  private Map<String, String> hostedAgent() {
    Map<String, String> environment =
        endpoints
            .hostedAgent()
            .environment("https://contoso.services.ai.azure.com/api/projects/orders");
    environment.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", endpoints.hostedAgentImds().toString());
    return environment;
  }

  private String file(String name, String audience) {
    return application.writeFederatedToken(name, audience).toString();
  }

  private String exchange() {
    return endpoints.directory().cloud().tokenExchange();
  }

  private Map<String, String> entra(String name, String value) {
    return Map.of(
        "AZURE_TENANT_ID",
        endpoints.tenantId(),
        "AZURE_CLIENT_ID",
        endpoints.clientId(),
        "AZURE_AUTHORITY_HOST",
        endpoints.authority().toString(),
        name,
        value);
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
