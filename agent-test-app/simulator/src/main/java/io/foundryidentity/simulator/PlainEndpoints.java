package io.foundryidentity.simulator;

/**
 * What is asked without TLS on a machine or in a container: one port, told apart by their paths.
 */
record PlainEndpoints(ManagedIdentityEndpoints azure, GoogleMetadata google, AwsMetadata aws)
    implements Listener.Handler {

  @Override
  public void handle(Exchange exchange) {
    String path = exchange.request().pathOnly();
    if (path.startsWith(GoogleMetadata.ROOT)) {
      google.handle(exchange);
    } else if (AwsMetadata.has(path)) {
      aws.handle(exchange);
    } else {
      azure.handle(exchange);
    }
  }
}
