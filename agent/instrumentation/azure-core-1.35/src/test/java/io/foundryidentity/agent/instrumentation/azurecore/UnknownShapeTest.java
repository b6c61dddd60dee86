package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import java.io.IOException;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions whose classes are not as expected. */
final class UnknownShapeTest {

  private static final String RETRY_POLICY = "com/azure/core/http/policy/RetryPolicy";

  @Test
  void a_class_without_its_method_is_left_alone() {
    for (JoinPoint joinPoint : new AzureCoreInstrumentation().joinPoints()) {
      String name = joinPoint.type().replace('/', '.');
      byte[] doctored = new ByteBuddy().subclass(Object.class).name(name).make().getBytes();
      assertThat(transform(joinPoint.type(), doctored)).isNull();
    }
  }

  @Test
  void an_answer_without_the_connection_it_is_read_from_is_left_alone() {
    String type = "com/azure/core/http/netty/implementation/NettyAsyncHttpResponse";
    byte[] doctored =
        new ByteBuddy()
            .subclass(Object.class)
            .name(type.replace('/', '.'))
            .defineMethod("close", void.class, Visibility.PUBLIC)
            .intercept(StubMethod.INSTANCE)
            .make()
            .getBytes();
    assertThat(transform(type, doctored)).isNull();
  }

  @Test
  void the_policy_of_this_version_is_as_expected() throws IOException {
    assertThat(transform(RETRY_POLICY, policyWithout("nothing"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lambda$attemptAsync$", "shouldRetry", "determineDelayDuration"})
  void a_policy_that_lacks_one_of_three_methods_is_left_alone(String missing) throws IOException {
    assertThat(transform(RETRY_POLICY, policyWithout(missing))).isNull();
  }

  /** With an agent of its own: after a changed class an agent leaves the real one alone too. */
  private byte[] transform(String type, byte[] classFile) {
    return new ClientTransformer(
            List.of(new AzureCoreInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {})
        .transform(getClass().getClassLoader(), type, null, null, classFile);
  }

  private static byte[] policyWithout(String method) throws IOException {
    byte[] genuine =
        ClassFileLocator.ForClassLoader.of(UnknownShapeTest.class.getClassLoader())
            .locate(RETRY_POLICY.replace('/', '.'))
            .resolve();
    ClassWriter doctored = new ClassWriter(0);
    ClassVisitor without =
        new ClassVisitor(Opcodes.ASM9, doctored) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return name.startsWith(method)
                ? null
                : super.visitMethod(access, name, descriptor, signature, exceptions);
          }
        };
    new ClassReader(genuine).accept(without, 0);
    return doctored.toByteArray();
  }
}
