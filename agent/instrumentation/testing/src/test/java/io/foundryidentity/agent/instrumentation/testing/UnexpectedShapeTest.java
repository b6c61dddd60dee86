package io.foundryidentity.agent.instrumentation.testing;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.testing.client.Codec;
import io.foundryidentity.agent.instrumentation.testing.client.Sender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;
import org.junit.jupiter.api.Test;

/**
 * A version of a client in which a class does not have the method that its instrumentation needs.
 */
class UnexpectedShapeTest {

  private static final class Instrumentation implements ClientInstrumentation {

    private static final String PACKAGE =
        "io/foundryidentity/agent/instrumentation/testing/client/";

    @Override
    public String client() {
      return "made-up";
    }

    @Override
    public List<JoinPoint> joinPoints() {
      return List.of(
          JoinPoint.in(PACKAGE + "Sender", named("send"), AuthorizingAdvice.class),
          JoinPoint.in(PACKAGE + "Codec", named("write"), AuthorizingAdvice.class));
    }

    @Override
    public List<String> earlyTypes() {
      return List.of();
    }
  }

  @Test
  void the_whole_client_is_switched_off_with_one_line_and_another_copy_is_not() throws Exception {
    InstrumentedJvm.instrument(new Instrumentation());
    ClassLoader known = loader(original(Sender.class), original(Codec.class));
    assertThat(answer(known, Sender.class, "send")).isEqualTo("authorized");
    assertThat(answer(known, Codec.class, "write")).isEqualTo("authorized");

    ClassLoader unknown = loader(original(Sender.class), withoutMethods(Codec.class));
    assertThat(answer(unknown, Sender.class, "send")).isEqualTo("authorized");
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      unknown.loadClass(Codec.class.getName()).getDeclaredConstructor().newInstance();
      awaitSwitchOff();
    } finally {
      System.setErr(before);
    }

    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(
            "made-up is not instrumented: "
                + Codec.class.getName()
                + " has no method that matches: ");
    assertThat(answer(unknown, Sender.class, "send")).isEqualTo("as written");
    assertThat(answer(known, Sender.class, "send")).isEqualTo("authorized");
  }

  @Test
  void what_loads_later_of_a_client_that_is_switched_off_stays_as_it_is() throws Exception {
    InstrumentedJvm.instrument(new Instrumentation());
    ClassLoader unknown = loader(original(Sender.class), withoutMethods(Codec.class));
    unknown.loadClass(Codec.class.getName()).getDeclaredConstructor().newInstance();
    assertThat(answer(unknown, Sender.class, "send")).isEqualTo("as written");
  }

  private static void awaitSwitchOff() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("foundry-identity-switch-off")) {
        thread.join();
      }
    }
  }

  private static String answer(ClassLoader loader, Class<?> type, String method) throws Exception {
    Class<?> copy = loader.loadClass(type.getName());
    Object object = copy.getDeclaredConstructor().newInstance();
    return (String) copy.getMethod(method).invoke(object);
  }

  private static ClassLoader loader(
      Map.Entry<String, byte[]> sender, Map.Entry<String, byte[]> codec) {
    return new ByteArrayClassLoader.ChildFirst(
        UnexpectedShapeTest.class.getClassLoader(), Map.ofEntries(sender, codec));
  }

  private static Map.Entry<String, byte[]> original(Class<?> type) throws Exception {
    return Map.entry(type.getName(), ClassFileLocator.ForClassLoader.read(type));
  }

  private static Map.Entry<String, byte[]> withoutMethods(Class<?> type) {
    return Map.entry(
        type.getName(),
        new ByteBuddy().subclass(Object.class).name(type.getName()).make().getBytes());
  }
}
