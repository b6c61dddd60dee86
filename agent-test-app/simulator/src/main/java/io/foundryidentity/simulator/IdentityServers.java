package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** The identity endpoints and the ports at which they listen. */
final class IdentityServers {
  final ManagedIdentityEndpoints managed;
  final HostedAgent hostedAgent;
  final TokenProxy tokenProxy;
  final GitHubEndpoint gitHub;
  final GoogleMetadata google;
  final AwsAccount aws;
  final AwsMetadata awsMetadata;
  final Listener plain;
  final Listener tls;
  final Listener hostedAgentPort;
  final Listener tokenProxyPort;

  IdentityServers(
      Vertx vertx,
      RequestLog log,
      CertificateAuthority certificates,
      Entra entra,
      Principal systemAssigned,
      Path files) {
    TokenIssuer issuer = entra.issuer();
    EntraDirectory directory = entra.directory();
    hostedAgent = new HostedAgent(issuer, entra.at(IdentityKind.HOSTED_AGENT));
    managed =
        new ManagedIdentityEndpoints(entra, systemAssigned, hostedAgent, files.resolve("arc"));
    gitHub = new GitHubEndpoint(directory, entra.at(IdentityKind.GITHUB));
    google = new GoogleMetadata(directory, entra.at(IdentityKind.GOOGLE));
    aws = new AwsAccount(directory, issuer.clock());
    awsMetadata = new AwsMetadata(aws, entra.at(IdentityKind.AWS));
    AwsSts sts = new AwsSts(aws, entra.at(IdentityKind.AWS));
    TokenEndpoint tokens = new TokenEndpoint(entra);
    tokenProxy = new TokenProxy(entra, CertificateAuthority.in(files.resolve("cluster")), tokens);
    plain = Listener.plain(vertx, log, new PlainEndpoints(managed, google, awsMetadata));
    EntraAuthority authority = new EntraAuthority(issuer, tokens);
    tls =
        Listener.tls(
            vertx, certificates.serverKey(), log, new TlsEndpoints(authority, gitHub, sts));
    hostedAgentPort = Listener.plain(vertx, log, hostedAgent);
    tokenProxyPort = Listener.byServerName(vertx, tokenProxy.keys(), log, tokenProxy);
  }

  Future<?> listen(String address) {
    return Future.all(
        plain.listen(0, address),
        tls.listen(0, address),
        hostedAgentPort.listen(0, address),
        tokenProxyPort.listen(0, address));
  }
}
