package io.foundryidentity.agent.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import java.io.InputStream;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Netty whose classes do not have the expected methods. */
class UnknownShapeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.netty.handler.codec.MessageToMessageEncoder",
        "io.netty.handler.codec.http.HttpObjectEncoder",
        "io.netty.handler.codec.http.HttpObjectDecoder",
        "io.netty.handler.ssl.SslHandler",
        "io.netty.handler.codec.http2.DefaultHttp2FrameWriter",
        "io.netty.handler.codec.http2.Http2ConnectionHandler"
      })
  void a_class_without_the_known_methods_is_left_alone(String name) {
    byte[] doctored = new ByteBuddy().subclass(Object.class).name(name).make().getBytes();
    assertThat(transform(name, doctored)).isNull();
  }

  @Test
  void the_advice_is_java_8_bytecode() throws Exception {
    for (Class<?> type : List.of(NettyInstrumentation.class, WriteAdvice.class)) {
      try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
        assertThat(in.readNBytes(8)[7]).as(type.getName()).isEqualTo((byte) 52);
      }
    }
  }

  private static byte[] transform(String name, byte[] classFile) {
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new NettyInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    return transformer.transform(
        UnknownShapeTest.class.getClassLoader(), name.replace('.', '/'), null, null, classFile);
  }
}
