package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;

/** Versions that are not as expected. */
class UnknownShapeTest {

  @Test
  void a_class_without_its_method_is_left_alone() {
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new KtorClientInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    for (JoinPoint joinPoint : new KtorClientInstrumentation().joinPoints()) {
      byte[] doctored =
          new ByteBuddy()
              .subclass(Object.class)
              .name(joinPoint.type().replace('/', '.'))
              .make()
              .getBytes();
      assertThat(
              transformer.transform(
                  getClass().getClassLoader(), joinPoint.type(), null, null, doctored))
          .isNull();
    }
  }
}
