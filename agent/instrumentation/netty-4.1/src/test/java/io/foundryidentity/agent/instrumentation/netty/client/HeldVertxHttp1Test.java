package io.foundryidentity.agent.instrumentation.netty.client;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.HeldClient;
import io.foundryidentity.agent.instrumentation.testing.HeldRequestCases;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.vertx.core.http.HttpVersion;
import java.util.List;

class HeldVertxHttp1Test extends HeldRequestCases {

  @Override
  protected HeldClient client(TestNetwork servers) {
    return new VertxCalls(servers, HttpVersion.HTTP_1_1);
  }

  @Override
  protected List<ClientInstrumentation> instrumentations() {
    return List.of(new NettyInstrumentation());
  }
}
