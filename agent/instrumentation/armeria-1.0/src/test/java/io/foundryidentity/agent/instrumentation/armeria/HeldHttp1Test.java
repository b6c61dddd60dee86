package io.foundryidentity.agent.instrumentation.armeria;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.HeldClient;
import io.foundryidentity.agent.instrumentation.testing.HeldRequestCases;
import io.foundryidentity.agent.instrumentation.testing.OwnNetty;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.util.List;

class HeldHttp1Test extends HeldRequestCases {

  @Override
  protected HeldClient client(TestNetwork servers) {
    return (HeldClient)
        OwnNetty.instance(
            "io.foundryidentity.agent.instrumentation.armeria.client.ArmeriaCalls", servers, "h1");
  }

  @Override
  protected List<ClientInstrumentation> instrumentations() {
    return List.of(new NettyInstrumentation(), new ArmeriaInstrumentation());
  }
}
