package io.foundryidentity.agent.instrumentation.netty3;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jboss.netty.bootstrap.ClientBootstrap;
import org.jboss.netty.buffer.ChannelBuffer;
import org.jboss.netty.buffer.ChannelBuffers;
import org.jboss.netty.channel.Channel;
import org.jboss.netty.channel.ChannelFactory;
import org.jboss.netty.channel.ChannelFuture;
import org.jboss.netty.channel.ChannelHandler;
import org.jboss.netty.channel.ChannelHandlerContext;
import org.jboss.netty.channel.ChannelPipeline;
import org.jboss.netty.channel.Channels;
import org.jboss.netty.channel.ExceptionEvent;
import org.jboss.netty.channel.MessageEvent;
import org.jboss.netty.channel.SimpleChannelUpstreamHandler;
import org.jboss.netty.channel.socket.nio.NioClientSocketChannelFactory;
import org.jboss.netty.channel.socket.oio.OioClientSocketChannelFactory;
import org.jboss.netty.handler.codec.http.DefaultHttpChunk;
import org.jboss.netty.handler.codec.http.DefaultHttpChunkTrailer;
import org.jboss.netty.handler.codec.http.DefaultHttpRequest;
import org.jboss.netty.handler.codec.http.HttpChunk;
import org.jboss.netty.handler.codec.http.HttpChunkTrailer;
import org.jboss.netty.handler.codec.http.HttpClientCodec;
import org.jboss.netty.handler.codec.http.HttpMessage;
import org.jboss.netty.handler.codec.http.HttpMethod;
import org.jboss.netty.handler.codec.http.HttpRequest;
import org.jboss.netty.handler.codec.http.HttpRequestEncoder;
import org.jboss.netty.handler.codec.http.HttpResponse;
import org.jboss.netty.handler.codec.http.HttpResponseDecoder;
import org.jboss.netty.handler.codec.http.HttpVersion;
import org.jboss.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Netty 3 by itself: an application's thread writes as soon as the channel is connected, when TLS
 * has not seen the certificate yet.
 */
@Timeout(120)
class Netty3Test {

  private final ChannelFactory nio =
      new NioClientSocketChannelFactory(
          Executors.newCachedThreadPool(), Executors.newCachedThreadPool(), 1);
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new Netty3Instrumentation());
  }

  @AfterEach
  void close() {
    nio.releaseExternalResources();
    assertThat(network.authorizer().failures()).as("failures inside advice").isEmpty();
  }

  @Test
  void what_is_written_before_the_handshake_is_signed_and_keeps_its_order() throws Exception {
    Channel channel = connected(network.target("/"), tls(network.target("/"), false));
    HttpRequest head = post("/echo");
    head.setChunked(true);
    head.headers().set("Transfer-Encoding", "chunked");
    channel.write(head);
    channel.write(chunk("one "));
    channel.write(chunk("two"));
    channel.write(HttpChunk.LAST_CHUNK);
    channel.write(get("/echo?number=2"));
    channel.write(get("/echo?number=3"));
    for (int i = 0; i < 3; i++) {
      assertThat(answer()).isEqualTo(200);
    }
    assertThat(received())
        .extracting(ReceivedRequest::path)
        .containsExactly("/echo", "/echo?number=2", "/echo?number=3");
    assertThat(received().get(0).bodyText()).isEqualTo("one two");
    received().forEach(this::assertSigned);
    assertThat(head.headers().contains("Authorization")).isFalse();
    assertThat(network.authorizer().unproven()).isEmpty();
  }

  @Test
  void it_waits_for_the_handshake_and_then_for_a_first_token() throws Exception {
    network.authorizer().holdTokens();
    Channel channel = connected(network.target("/"), tls(network.target("/"), false));
    ChannelFuture first = channel.write(get("/echo?number=1"));
    channel.write(get("/echo?number=2"));
    network.authorizer().whenSomebodyWaits().get(30, SECONDS);
    assertThat(received()).isEmpty();
    assertThat(first.isDone()).isFalse();
    network.authorizer().releaseTokens();
    assertThat(answer()).isEqualTo(200);
    assertThat(answer()).isEqualTo(200);
    assertThat(received())
        .extracting(ReceivedRequest::path)
        .containsExactly("/echo?number=1", "/echo?number=2");
    received().forEach(this::assertSigned);
    assertThat(first.await(30, SECONDS)).isTrue();
    assertThat(first.isSuccess()).isTrue();
  }

  @Test
  void what_is_written_before_the_handshake_with_another_server_is_not_signed() throws Exception {
    URI impostor = network.impostor("/");
    Channel channel = connected(impostor, tls(network.trustWithoutNames(), impostor, false));
    channel.write(get("/echo?number=1"));
    channel.write(get("/echo?number=2"));
    assertThat(answer()).isEqualTo(200);
    assertThat(answer()).isEqualTo(200);
    assertThat(network.impostor().requests())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.header("authorization")).isNull());
    assertThat(network.authorizer().unproven()).hasSize(2);
  }

  @Test
  void the_end_of_the_connection_fails_what_is_held() throws Exception {
    network.authorizer().holdTokens();
    Channel channel = connected(network.target("/"), tls(network.target("/"), false));
    ChannelFuture held = channel.write(get("/echo"));
    network.authorizer().whenSomebodyWaits().get(30, SECONDS);
    channel.close();
    assertThat(held.await(30, SECONDS)).isTrue();
    assertThat(held.isSuccess()).isFalse();
    network.authorizer().releaseTokens();
    assertThat(received()).isEmpty();
  }

  @Test
  void a_request_is_sent_before_the_close_that_follows_it() throws Exception {
    URI target = network.target("/");
    SslHandler tls = tls(target, false);
    assertSentBeforeClose(target, tls, new HttpClientCodec());
  }

  @Test
  void a_request_without_tls_is_sent_before_the_close_that_follows_it() throws Exception {
    assertSentBeforeClose(network.plainTarget("/"), new HttpClientCodec());
  }

  private void assertSentBeforeClose(URI target, ChannelHandler... handlers) throws Exception {
    BlockingQueue<ReceivedRequest> decided = new LinkedBlockingQueue<>();
    network.foundry().watch((request, decision) -> decided.add(request));
    HttpRequest request = get("/echo?number=1");
    request.headers().set("Host", target.getAuthority());
    Channel channel = connected(nio, target, handlers);
    channel.write(request);
    assertThat(answer()).isEqualTo(200);
    assertThat(decided.poll(30, SECONDS)).isNotNull();
    request.setUri("/echo?number=2");
    ChannelFuture written = channel.write(request);
    ChannelFuture closed = channel.close();
    assertThat(written.await(30, SECONDS)).isTrue();
    assertThat(written.isSuccess()).isTrue();
    assertThat(closed.await(30, SECONDS)).isTrue();
    ReceivedRequest last = decided.poll(30, SECONDS);
    assertThat(last).isNotNull();
    assertThat(last.path()).isEqualTo("/echo?number=2");
    assertSigned(last);
  }

  /** The held request begins the handshake, and the server closes the connection. */
  @Test
  void the_end_of_the_connection_during_its_handshake_fails_what_waits_for_it() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      URI server = URI.create("https://localhost:" + silent.getLocalPort());
      Channel channel = connected(server, tls(network.target("/"), false));
      ChannelFuture held = channel.write(get("/echo"));
      try (Socket accepted = silent.accept()) {
        assertThat(accepted.getInputStream().read()).as("a record of a handshake").isEqualTo(22);
        assertThat(held.isDone()).isFalse();
      }
      assertThat(held.await(30, SECONDS)).isTrue();
      assertThat(held.isSuccess()).isFalse();
    }
  }

  @Test
  void a_handshake_that_fails_fails_what_waits_for_it() throws Exception {
    SSLEngine distrustful = SSLContext.getDefault().createSSLEngine("localhost", 1);
    distrustful.setUseClientMode(true);
    Channel channel = connected(network.target("/"), new SslHandler(distrustful));
    ChannelFuture held = channel.write(get("/echo"));
    assertThat(failures.poll(30, SECONDS)).isNotNull();
    channel.close();
    assertThat(held.await(30, SECONDS)).isTrue();
    assertThat(held.isSuccess()).isFalse();
    assertThat(received()).isEmpty();
  }

  /** What follows a CONNECT is for a server behind a proxy, whatever its Host header says. */
  @Test
  void after_a_connect_plain_http_carries_no_token() throws Exception {
    URI target = network.plainTarget("/");
    Channel channel = connected(nio, target, new HttpRequestEncoder(), new HttpResponseDecoder());
    String authority = target.getAuthority();
    HttpRequest direct = get("/echo?number=1");
    direct.headers().set("Host", authority);
    channel.write(direct);
    assertThat(answer()).isEqualTo(200);
    assertSigned(received().get(0));
    channel.write(request(HttpMethod.CONNECT, "elsewhere:443"));
    assertThat(answer()).isNotNull();
    HttpRequest tunnelled = get("/echo?number=3");
    tunnelled.headers().set("Host", authority);
    channel.write(tunnelled);
    assertThat(answer()).isEqualTo(401);
    assertThat(received().subList(1, received().size()))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.header("authorization")).isNull());
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  /** Such a handler does not encrypt the first write, even if the handshake has ended before. */
  @Test
  void a_handler_in_starttls_mode_carries_no_token() throws Exception {
    SslHandler tls = tls(network.target("/"), true);
    Channel channel = connected(network.target("/"), tls);
    assertThat(tls.handshake().await(30, SECONDS)).isTrue();
    channel.write(ChannelBuffers.EMPTY_BUFFER);
    channel.write(get("/echo"));
    assertThat(answer()).isEqualTo(401);
    assertThat(received()).hasSize(1);
    assertThat(received().get(0).header("authorization")).isNull();
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void the_blocking_transport_carries_no_token() throws Exception {
    ChannelFactory oio = new OioClientSocketChannelFactory(Executors.newCachedThreadPool());
    SslHandler tls = tls(network.target("/"), false);
    // This transport never ends a handshake of TLS 1.3
    tls.getEngine().setEnabledProtocols(new String[] {"TLSv1.2"});
    Channel channel = connected(oio, network.target("/"), tls, new HttpClientCodec());
    assertThat(tls.handshake().await(30, SECONDS)).isTrue();
    channel.write(get("/echo"));
    assertThat(answer()).isEqualTo(401);
    assertThat(received().get(0).header("authorization")).isNull();
    assertThat(network.authorizer().unproven()).hasSize(1);
    channel.close().await(30, SECONDS);
    oio.releaseExternalResources();
  }

  @Test
  void an_attachment_of_the_applications_own_stays() throws Exception {
    SslHandler tls = tls(network.target("/"), false);
    Channel channel = connected(network.target("/"), tls);
    assertThat(tls.handshake().await(30, SECONDS)).isTrue();
    ChannelHandlerContext codec = channel.getPipeline().getContext(HttpClientCodec.class);
    codec.setAttachment("mine");
    channel.write(get("/echo"));
    assertThat(answer()).isEqualTo(401);
    assertThat(received().get(0).header("authorization")).isNull();
    assertThat(codec.getAttachment()).isEqualTo("mine");
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  /** A decoder of its own finds the encoder's state, so a refusal is told. */
  @Test
  void an_encoder_and_a_decoder_apart_are_one_connection() throws Exception {
    network.foundry().refuseNext(1);
    Channel channel =
        connected(
            nio,
            network.target("/"),
            tls(network.target("/"), false),
            new HttpRequestEncoder(),
            new HttpResponseDecoder());
    channel.write(get("/echo"));
    assertThat(answer()).isEqualTo(401);
    assertThat(network.authorizer().questions())
        .filteredOn(question -> question.what().equals("refused"))
        .hasSize(1)
        .noneMatch(question -> question.mayWait());
  }

  /** As without the agent, each write is what the request was when the application wrote it. */
  @Test
  void a_request_that_is_used_again_is_sent_as_it_was_written() throws Exception {
    Channel channel = connected(network.target("/"), tls(network.target("/"), false));
    HttpRequest reused = get("/echo");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      expected.add("/echo?number=" + i);
      reused.setUri("/echo?number=" + i);
      reused.headers().set("X-Number", i);
      channel.write(reused);
    }
    reused.setUri("/elsewhere");
    for (int i = 0; i < expected.size(); i++) {
      assertThat(answer()).isEqualTo(200);
    }
    assertThat(received()).extracting(ReceivedRequest::path).containsExactlyElementsOf(expected);
    assertThat(received())
        .extracting(request -> "/echo?number=" + request.header("x-number"))
        .containsExactlyElementsOf(expected);
    received().forEach(this::assertSigned);
    assertThat(reused.headers().names()).containsExactlyInAnyOrder("Host", "X-Number");
    assertThat(network.authorizer().questions())
        .filteredOn(question -> question.what().equals("authorize"))
        .allSatisfy(question -> assertThat(question.path()).startsWith("/echo"));
  }

  @Test
  void chunks_that_are_used_again_are_sent_as_they_were_written() throws Exception {
    Channel channel = connected(network.target("/"), tls(network.target("/"), false));
    HttpRequest head = post("/echo");
    head.setChunked(true);
    channel.write(head);
    head.headers().set("Content-Length", 1);
    HttpChunk reused = chunk("one ");
    channel.write(reused);
    reused.setContent(ChannelBuffers.copiedBuffer("two", StandardCharsets.UTF_8));
    channel.write(reused);
    reused.setContent(ChannelBuffers.copiedBuffer("three", StandardCharsets.UTF_8));
    HttpChunkTrailer last = new DefaultHttpChunkTrailer();
    last.trailingHeaders().set("X-End", "yes");
    channel.write(last);
    assertThat(answer()).isEqualTo(200);
    assertThat(received()).hasSize(1);
    assertThat(received().get(0).bodyText()).isEqualTo("one two");
    assertSigned(received().get(0));
    assertThat(head.headers().names()).containsExactlyInAnyOrder("Host", "Content-Length");
  }

  /** A request that cannot be read cannot be copied; its failure is told as the pipeline does. */
  @Test
  void a_request_that_cannot_be_read_fails_as_without_the_agent() throws Exception {
    SslHandler tls = tls(network.target("/"), false);
    Channel channel = connected(network.target("/"), tls);
    channel.write(get("/echo"));
    assertThat(answer()).isEqualTo(200);
    ChannelFuture written =
        channel.write(
            new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/echo") {
              @Override
              public ChannelBuffer getContent() {
                throw new IllegalArgumentException("no content");
              }
            });
    assertThat(written.await(30, SECONDS)).isTrue();
    assertThat(written.getCause()).isInstanceOf(IllegalArgumentException.class);
    assertThat(failures.poll(30, SECONDS)).isInstanceOf(IllegalArgumentException.class);
  }

  /** It fails on the I/O thread, where no write of the pipeline's tells it. */
  @Test
  void a_failure_of_an_encoder_is_told_as_without_the_agent() throws Exception {
    HttpRequestEncoder encoder =
        new HttpRequestEncoder() {
          @Override
          protected void encodeInitialLine(ChannelBuffer line, HttpMessage message)
              throws Exception {
            if (message.headers().contains("X-Broken")) {
              throw new IllegalStateException("broken");
            }
            super.encodeInitialLine(line, message);
          }
        };
    Channel channel =
        connected(
            nio,
            network.target("/"),
            tls(network.target("/"), false),
            encoder,
            new HttpResponseDecoder());
    channel.write(get("/echo"));
    assertThat(answer()).isEqualTo(200);
    HttpRequest broken = get("/echo");
    broken.headers().set("X-Broken", "yes");
    ChannelFuture written = channel.write(broken);
    assertThat(written.await(30, SECONDS)).isTrue();
    assertThat(written.getCause()).isInstanceOf(IllegalStateException.class);
    assertThat(failures.poll(30, SECONDS)).isInstanceOf(IllegalStateException.class);
    assertThat(received()).hasSize(1);
  }

  private SslHandler tls(URI server, boolean startTls) {
    return tls(network.trust(), server, startTls);
  }

  private static SslHandler tls(SSLContext trust, URI server, boolean startTls) {
    SSLEngine engine = trust.createSSLEngine(server.getHost(), server.getPort());
    engine.setUseClientMode(true);
    return new SslHandler(engine, startTls);
  }

  private Channel connected(URI server, SslHandler tls) throws Exception {
    return connected(nio, server, tls, new HttpClientCodec());
  }

  private Channel connected(ChannelFactory factory, URI server, ChannelHandler... handlers)
      throws Exception {
    ClientBootstrap bootstrap = new ClientBootstrap(factory);
    bootstrap.setPipelineFactory(
        () -> {
          ChannelPipeline pipeline = Channels.pipeline(handlers);
          pipeline.addLast("application", new Answers());
          return pipeline;
        });
    ChannelFuture connect =
        bootstrap.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    assertThat(connect.await(30, SECONDS)).isTrue();
    assertThat(connect.isSuccess()).isTrue();
    return connect.getChannel();
  }

  private static HttpRequest get(String path) {
    return request(HttpMethod.GET, path);
  }

  private static HttpRequest post(String path) {
    return request(HttpMethod.POST, path);
  }

  private static HttpRequest request(HttpMethod method, String path) {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, path);
    request.headers().set("Host", "localhost");
    return request;
  }

  private static HttpChunk chunk(String text) {
    return new DefaultHttpChunk(ChannelBuffers.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private Integer answer() throws InterruptedException {
    return answers.poll(30, SECONDS);
  }

  private List<ReceivedRequest> received() {
    return network.foundry().requests();
  }

  private void assertSigned(ReceivedRequest request) {
    // Compared to a boolean: a failing assertion must not print a token
    assertThat(network.authorizer().values().contains(request.header("authorization")))
        .as("signed")
        .isTrue();
  }

  private final class Answers extends SimpleChannelUpstreamHandler {

    @Override
    public void messageReceived(ChannelHandlerContext context, MessageEvent event) {
      if (event.getMessage() instanceof HttpResponse response) {
        answers.add(response.getStatus().getCode());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, ExceptionEvent event) {
      failures.add(event.getCause());
    }
  }
}
