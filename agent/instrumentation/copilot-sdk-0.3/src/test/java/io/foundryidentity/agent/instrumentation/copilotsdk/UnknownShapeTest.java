package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;

/** Versions that are not as expected. */
class UnknownShapeTest {

  private final ClientTransformer transformer =
      new ClientTransformer(
          List.of(new CopilotSdkInstrumentation()),
          new BridgeVisibility(InstrumentedJvm.instrumentation()),
          () -> {});

  @Test
  void a_class_without_its_method_is_left_alone() {
    for (JoinPoint joinPoint : new CopilotSdkInstrumentation().joinPoints()) {
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

  @Test
  void both_names_of_the_sdk_are_known() throws Exception {
    for (JoinPoint joinPoint : new CopilotSdkInstrumentation().joinPoints()) {
      byte[] real =
          ClassFileLocator.ForClassLoader.read(Class.forName(joinPoint.type().replace('/', '.')));
      ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
      assertThat(transformer.transform(loader, joinPoint.type(), null, null, real)).isNotNull();
    }
  }

  @Test
  void a_connection_without_the_expected_members_is_left_alone() {
    TestAuthorizer authorizer = TestNetwork.fresh().authorizer();
    CopilotCalls calls = new CopilotCalls(authorizer, (scheme, host, port) -> null, Runnable::run);
    MethodHandles.Lookup unlike = MethodHandles.lookup();

    for (String method : List.of("session.create", "session.send", "session.destroy")) {
      assertThat(calls.call(unlike, new Object(), method, Map.of(), Map.class)).isNull();
    }
    assertThat(calls.starting(unlike, new Object())).isNull();
    assertThat(authorizer.failures()).as("each of them would be a stack trace").isEmpty();
  }
}
