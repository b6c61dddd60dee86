package io.foundryidentity.agent.instrumentation.azurecore;

final class VertxTransportTest extends StackWithoutRetryCases {

  @Override
  String provider() {
    return "com.azure.core.http.vertx.VertxHttpClientProvider";
  }
}
