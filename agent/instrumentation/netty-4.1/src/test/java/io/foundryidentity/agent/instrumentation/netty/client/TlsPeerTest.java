package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer.Question;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of a connection's peers is taken for the one that a request goes to. */
class TlsPeerTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void the_host_that_tls_verifies_counts() {
    channel.pipeline().addLast(tls("target.example"), new HttpClientCodec());
    write(HttpMethod.GET, "/path");
    assertThat(asked()).containsExactly("target.example");
  }

  @Test
  void a_host_that_tls_does_not_verify_is_nobody() {
    SSLEngine engine = Tls.engine(network.trust(), URI.create("https://target.example:443"));
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("");
    engine.setSSLParameters(parameters);
    channel.pipeline().addLast(new SslHandler(engine), new HttpClientCodec());
    write(HttpMethod.GET, "/path");
    assertThat(asked()).isEmpty();
  }

  @Test
  void inside_of_a_proxys_tls_the_targets_tls_counts() {
    channel.pipeline().addLast(tls("proxy.example"), tls("target.example"), new HttpClientCodec());
    write(HttpMethod.GET, "/path");
    assertThat(asked()).containsExactly("target.example");
  }

  @Test
  void after_a_connect_the_peer_is_looked_for_anew() {
    channel.pipeline().addLast("proxy", tls("proxy.example")).addLast(new HttpClientCodec());
    write(HttpMethod.CONNECT, "target.example:443");
    channel.pipeline().addAfter("proxy", "target", tls("target.example"));
    write(HttpMethod.GET, "/path");
    write(HttpMethod.GET, "/path");
    assertThat(asked()).containsExactly("target.example", "target.example");
  }

  private SslHandler tls(String host) {
    return new SslHandler(Tls.engine(network.trust(), URI.create("https://" + host + ":443")));
  }

  private void write(HttpMethod method, String path) {
    channel.writeOneOutbound(request(method, path));
    channel.runPendingTasks();
  }

  private static DefaultFullHttpRequest request(HttpMethod method, String path) {
    return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path);
  }

  private List<String> asked() {
    return network.authorizer().questions().stream().map(Question::host).toList();
  }
}
