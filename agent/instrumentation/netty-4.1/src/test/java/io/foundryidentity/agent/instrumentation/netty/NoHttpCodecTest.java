package io.foundryidentity.agent.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** An application that uses Netty for another protocol and has no HTTP codec at all. */
class NoHttpCodecTest {

  @Test
  void its_writes_are_no_business_of_the_agents() throws Exception {
    TestNetwork network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    ClassLoader application = NettyVersion.newestWithout("netty-codec-[a-z].*");
    @SuppressWarnings("unchecked")
    UnaryOperator<String> lines =
        (UnaryOperator<String>)
            application
                .loadClass("io.foundryidentity.agent.instrumentation.netty.client.Lines")
                .getConstructor()
                .newInstance();
    assertThat(lines.apply("a line")).isEqualTo("a line");
    assertThat(lines.getClass().getClassLoader()).isSameAs(application);
    assertThat(network.authorizer().failures()).isEmpty();
    assertThat(network.authorizer().questions()).isEmpty();
  }
}
