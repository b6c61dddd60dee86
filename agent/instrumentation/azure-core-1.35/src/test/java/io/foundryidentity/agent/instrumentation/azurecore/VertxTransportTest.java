package io.foundryidentity.agent.instrumentation.azurecore;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;

final class VertxTransportTest extends StackWithoutRetryCases {

  @Override
  String provider() {
    return "com.azure.core.http.vertx.VertxHttpClientProvider";
  }

  @Override
  ClientInstrumentation stack() {
    return new NettyInstrumentation();
  }
}
