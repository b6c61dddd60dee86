package io.foundryidentity.simulator;

/** What is asked over TLS: Entra, GitHub and AWS STS on one port, told apart by their paths. */
record TlsEndpoints(EntraAuthority entra, GitHubEndpoint gitHub, AwsSts sts)
    implements Listener.Handler {

  @Override
  public void handle(Exchange exchange) {
    String path = exchange.request().pathOnly();
    if (path.equals(GitHubEndpoint.PATH)) {
      gitHub.handle(exchange);
    } else if (path.equals("/")) {
      sts.handle(exchange);
    } else {
      entra.handle(exchange);
    }
  }
}
