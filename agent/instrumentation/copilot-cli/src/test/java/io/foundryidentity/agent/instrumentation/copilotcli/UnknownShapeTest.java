package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Ownership;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.StubMethod;
import org.junit.jupiter.api.Test;

/** A JDK that is not as expected. */
class UnknownShapeTest {

  private static final String PROCESS = "java/lang/ProcessImpl";

  private final ClientTransformer transformer =
      new ClientTransformer(
          List.of(new CopilotCliInstrumentation()),
          new BridgeVisibility(InstrumentedJvm.instrumentation()),
          () -> {});

  @Test
  void a_class_that_starts_processes_otherwise_is_left_alone() {
    byte[] doctored =
        new ByteBuddy()
            .subclass(Object.class)
            .name("java.lang.ProcessImpl")
            .defineMethod("start", Process.class, Ownership.STATIC)
            .withParameters(String[].class, String[].class)
            .intercept(StubMethod.INSTANCE)
            .make()
            .getBytes();

    assertThat(transformer.transform(null, PROCESS, null, null, doctored)).isNull();
  }

  @Test
  void that_of_this_jdk_is_known() throws Exception {
    byte[] real =
        ClassFileLocator.ForClassLoader.ofBootLoader().locate("java.lang.ProcessImpl").resolve();

    assertThat(transformer.transform(null, PROCESS, null, null, real)).isNotNull();
  }
}
