package io.foundryidentity.agent.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.net.ssl.SSLContext;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty in another package, as Play WS and others ship it. */
class ShadedNettyTest {

  private static final Shaded NETTY = new Shaded("acme/shaded/");

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Http1Client", "Http2Client"})
  void a_shaded_copy_is_signed_too(String client) throws Exception {
    try (TestedClient shaded = shaded(client)) {
      TestRequest request =
          TestRequest.post(network.target("/echo"), "a question").with("api-key", "placeholder");
      try (TestResponse response = shaded.send(request)) {
        assertThat(response.text()).contains("a question");
        assertThat(response.status()).isEqualTo(200);
      }
    }
    List<String> sent = network.foundry().requests().get(0).headers().all("authorization");
    assertThat(sent.equals(network.authorizer().values())).as("signed").isTrue();
    assertThat(network.foundry().requests().get(0).headers().contains("api-key")).isFalse();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Http1Client", "Http2Client"})
  void a_shaded_copy_holds_its_requests_too(String client) throws Exception {
    network.authorizer().holdTokens();
    try (TestedClient shaded = shaded(client)) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  shaded.send(TestRequest.post(network.target("/echo"), "a question")).text();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      caller.start();
      while (network.authorizer().heldBack() == 0 && caller.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(network.foundry().requests()).isEmpty();
      network.authorizer().releaseTokens();
      caller.join(60_000);
    }
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(network.foundry().requests().get(0).bodyText()).isEqualTo("a question");
  }

  private TestedClient shaded(String client) throws ReflectiveOperationException {
    return (TestedClient)
        NETTY
            .loadClass((NETTY.prefix + Shaded.CLIENTS).replace('/', '.') + client)
            .getConstructor(SSLContext.class)
            .newInstance(network.trust());
  }

  /** Relocates Netty and the clients that use it. */
  private static final class Shaded extends ClassLoader {

    static final String CLIENTS = "io/foundryidentity/agent/instrumentation/netty/client/";

    private final String prefix;

    Shaded(String prefix) {
      super(ShadedNettyTest.class.getClassLoader());
      this.prefix = prefix;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] classFile = in.readAllBytes();
        return defineClass(name, classFile, 0, classFile.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }

    /** The relocated class files, as the application's jar would have them. */
    @Override
    public InputStream getResourceAsStream(String name) {
      if (!name.startsWith(prefix)) {
        return getParent().getResourceAsStream(name);
      }
      try (InputStream in = getParent().getResourceAsStream(name.substring(prefix.length()))) {
        if (in == null) {
          return null;
        }
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(in.readAllBytes()).accept(new ClassRemapper(writer, relocation()), 0);
        return new java.io.ByteArrayInputStream(writer.toByteArray());
      } catch (IOException unreadable) {
        throw new IllegalStateException(unreadable);
      }
    }

    private Remapper relocation() {
      return new Remapper(OpenedClassReader.ASM_API) {
        @Override
        public String map(String name) {
          return name.startsWith("io/netty/") || name.startsWith(CLIENTS) ? prefix + name : name;
        }
      };
    }
  }
}
