package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import java.net.URL;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;

/** Versions whose classes are not as expected. */
class UnknownShapeTest {

  private static final String ENGINE = "io/ktor/client/engine/cio/Endpoint";
  private static final String HOSTNAMES = "io/ktor/network/tls/HostnameUtilsKt";

  private final ClientTransformer transformer =
      new ClientTransformer(
          List.of(new KtorClientInstrumentation()),
          new BridgeVisibility(InstrumentedJvm.instrumentation()),
          () -> {});

  @Test
  void a_class_without_its_method_is_left_alone() {
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

  @Test
  void an_engine_that_is_older_than_those_that_are_tested_is_left_alone() throws Exception {
    byte[] engine = ClassFileLocator.ForClassLoader.read(Class.forName(ENGINE.replace('/', '.')));
    ClassLoader older =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          public URL getResource(String name) {
            return name.equals(HOSTNAMES + ".class") ? null : super.getResource(name);
          }
        };
    assertThat(transformer.transform(older, ENGINE, null, null, engine)).isNull();
    ClassLoader tested = new ClassLoader(getClass().getClassLoader()) {};
    assertThat(transformer.transform(tested, ENGINE, null, null, engine)).isNotNull();
  }
}
