package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;

/** A version that decides on retries in another way. */
final class UnknownShapeTest {

  @Test
  void a_retry_policy_of_another_shape_is_left_as_it_is() {
    TestNetwork.fresh();
    byte[] doctored =
        new ByteBuddy()
            .subclass(Object.class)
            .name("com.azure.core.http.policy.RetryPolicy")
            .make()
            .getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new AzureCoreInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});

    assertThat(
            transformer.transform(
                getClass().getClassLoader(),
                "com/azure/core/http/policy/RetryPolicy",
                null,
                null,
                doctored))
        .isNull();
  }
}
