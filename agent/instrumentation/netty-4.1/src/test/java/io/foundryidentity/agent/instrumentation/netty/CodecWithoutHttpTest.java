package io.foundryidentity.agent.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application with Netty's codecs for other protocols but none for HTTP. */
class CodecWithoutHttpTest {

  /**
   * What is absent if only netty-common, netty-buffer, netty-transport and netty-codec are there.
   */
  private static final List<String> ABSENT =
      List.of("io.netty.handler.codec.http.", "io.netty.handler.ssl.");

  @Test
  void other_protocols_are_written_as_ever() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    ClassLoader loader = new WithoutHttp();
    assertThatThrownBy(() -> loader.loadClass("io.netty.handler.codec.http.HttpRequest"))
        .isInstanceOf(ClassNotFoundException.class);
    Class<?> handler = loader.loadClass("io.netty.channel.ChannelHandler");
    Object encoder = instance(loader, "io.netty.handler.codec.string.StringEncoder");
    Class<?> channelType = loader.loadClass("io.netty.channel.embedded.EmbeddedChannel");
    Object handlers = java.lang.reflect.Array.newInstance(handler, 1);
    java.lang.reflect.Array.set(handlers, 0, encoder);
    Object channel = channelType.getConstructor(handlers.getClass()).newInstance(handlers);

    channelType
        .getMethod("writeOutbound", Object[].class)
        .invoke(channel, new Object[] {new Object[] {"a message"}});
    Object written = channelType.getMethod("readOutbound").invoke(channel);

    assertThat(encoder.getClass().getSuperclass().getName()).endsWith(".MessageToMessageEncoder");
    assertThat(encoder.getClass().getClassLoader()).isSameAs(loader);
    // Of the public class: to find leaks, Netty sometimes wraps a buffer in one that is not public
    Method text = loader.loadClass("io.netty.buffer.ByteBuf").getMethod("toString", Charset.class);
    assertThat(text.invoke(written, StandardCharsets.UTF_8)).isEqualTo("a message");
    assertThat(network.authorizer().failures()).isEmpty();
  }

  private static Object instance(ClassLoader loader, String type) throws Exception {
    return loader.loadClass(type).getConstructor().newInstance();
  }

  private static final class WithoutHttp extends URLClassLoader {

    WithoutHttp() throws Exception {
      super(jars(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] jars() throws Exception {
      List<URL> jars = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (entry.contains("netty-") || entry.contains("jspecify")) {
          jars.add(new File(entry).toURI().toURL());
        }
      }
      return jars.toArray(new URL[0]);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      for (String absent : ABSENT) {
        if (name.startsWith(absent)) {
          throw new ClassNotFoundException(name);
        }
      }
      return super.findClass(name);
    }
  }
}
