package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the first token is being fetched, with one event loop for all connections. */
@SuppressWarnings("FutureReturnValueIgnored") // the result of a write is seen in its answer
class HeldHttp1Test {

  private final EventLoopGroup eventLoop = new NioEventLoopGroup(1);
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    network.authorizer().holdTokens();
  }

  @AfterEach
  void close() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void a_request_is_held_and_its_body_follows_it_in_order() throws Exception {
    Channel channel = connect(network.target("/"));
    HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/echo");
    head.headers().set("Host", "localhost").set("Transfer-Encoding", "chunked");
    ChannelFuture first = channel.write(head);
    channel.write(content("one "));
    channel.write(content("two "));
    channel.writeAndFlush(content("three"));
    ChannelFuture last = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    settle(channel);
    assertThat(network.authorizer().heldBack()).isEqualTo(1);
    assertThat(first.isDone() || last.isDone()).isFalse();
    assertThat(channel.isWritable()).isFalse();

    network.authorizer().releaseTokens();
    assertThat(answer()).isEqualTo(200);
    assertThat(first.isSuccess() && last.isSuccess()).isTrue();
    assertThat(channel.isWritable()).isTrue();
    assertThat(received()).hasSize(1);
    assertThat(received().get(0).bodyText()).isEqualTo("one two three");
    assertSigned(received().get(0));
  }

  @Test
  void pipelined_requests_keep_their_order() throws Exception {
    Channel channel = connect(network.target("/"));
    for (int i = 0; i < 5; i++) {
      channel.writeAndFlush(request("/echo?number=" + i, ""));
    }
    settle(channel);
    network.authorizer().releaseTokens();
    for (int i = 0; i < 5; i++) {
      assertThat(answer()).isEqualTo(200);
    }
    assertThat(received())
        .extracting(ReceivedRequest::path)
        .containsExactly(
            "/echo?number=0",
            "/echo?number=1",
            "/echo?number=2",
            "/echo?number=3",
            "/echo?number=4");
    received().forEach(this::assertSigned);
  }

  @Test
  void another_connection_of_the_event_loop_goes_on() throws Exception {
    Channel held = connect(network.target("/"));
    held.writeAndFlush(request("/echo", ""));
    Channel other = connect(network.stranger("/"));
    other.writeAndFlush(request("/echo", ""));
    assertThat(answer()).isEqualTo(200);
    assertThat(network.stranger().requests()).hasSize(1);
    assertThat(network.authorizer().heldBack()).isEqualTo(1);
    assertThat(received()).isEmpty();
  }

  @Test
  void a_connection_that_is_closed_meanwhile_fails_what_it_holds_at_once() throws Exception {
    Channel channel = connect(network.target("/"));
    DefaultFullHttpRequest request = request("/echo", "a question");
    ChannelFuture written = channel.writeAndFlush(request);
    settle(channel);
    channel.close().sync();
    written.await(30, TimeUnit.SECONDS);
    assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
    settle(channel);
    assertThat(request.refCnt()).isZero();
    network.authorizer().releaseTokens();
    settle(channel);
    assertThat(received()).isEmpty();
  }

  @Test
  void a_close_right_behind_a_held_request_fails_it_as_one_that_is_not_flushed() throws Exception {
    Channel channel = connect(network.target("/"));
    DefaultFullHttpRequest request = request("/echo", "a question");
    ChannelPromise written = channel.newPromise();
    channel
        .eventLoop()
        .execute(
            () -> {
              channel.writeAndFlush(request, written);
              channel.close();
            });
    written.await(30, TimeUnit.SECONDS);
    assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
    settle(channel);
    assertThat(request.refCnt()).isZero();
  }

  @Test
  void a_held_request_that_the_client_cancels_is_not_sent() throws Exception {
    Channel channel = connect(network.target("/"));
    DefaultFullHttpRequest request = request("/echo", "a question");
    ChannelFuture written = channel.writeAndFlush(request);
    settle(channel);
    assertThat(written.cancel(false)).isTrue();
    network.authorizer().giveUpTokens("nobody answers here");
    channel.closeFuture().await(30, TimeUnit.SECONDS);
    assertThat(channel.isOpen()).isFalse();
    settle(channel);
    assertThat(request.refCnt()).isZero();
    assertThat(received()).isEmpty();
  }

  @Test
  void of_a_held_request_that_the_client_cancels_no_body_is_sent_either() throws Exception {
    Channel channel = connect(network.target("/"));
    HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/echo");
    head.headers().set("Host", "localhost").set("Transfer-Encoding", "chunked");
    ChannelFuture written = channel.write(head);
    ChannelFuture body = channel.writeAndFlush(new DefaultLastHttpContent(content("x").content()));
    settle(channel);
    assertThat(written.cancel(false)).isTrue();
    network.authorizer().releaseTokens();
    body.await(30, TimeUnit.SECONDS);
    assertThat(body.isSuccess()).isFalse();
    channel.closeFuture().await(30, TimeUnit.SECONDS);
    assertThat(channel.isOpen()).isFalse();
    assertThat(received()).isEmpty();
  }

  @Test
  void a_held_request_whose_promise_is_void_goes_out_too() throws Exception {
    Channel channel = connect(network.target("/"));
    channel.writeAndFlush(request("/echo", "a question"), channel.voidPromise());
    settle(channel);
    network.authorizer().releaseTokens();
    assertThat(answer()).isEqualTo(200);
    assertSigned(received().get(0));
  }

  @Test
  void where_no_token_comes_policy_pass_sends_what_was_written() throws Exception {
    Channel channel = connect(network.target("/"));
    DefaultFullHttpRequest request = request("/echo", "a question");
    request.headers().set("api-key", "placeholder-key");
    channel.writeAndFlush(request);
    settle(channel);
    network.authorizer().giveUpTokens();
    assertThat(answer()).isEqualTo(403);
    assertThat(received().get(0).header("api-key")).isEqualTo("placeholder-key");
    assertThat(received().get(0).bodyText()).isEqualTo("a question");
    settle(channel);
    assertThat(request.refCnt()).isZero();
  }

  @Test
  void where_no_token_comes_policy_fail_fails_the_write_and_sends_nothing() throws Exception {
    Channel channel = connect(network.target("/"));
    DefaultFullHttpRequest request = request("/echo", "a question");
    ChannelFuture written = channel.writeAndFlush(request);
    ChannelFuture behind = channel.writeAndFlush(request("/echo", "another"));
    settle(channel);
    network.authorizer().giveUpTokens("nobody answers here");
    written.await(30, TimeUnit.SECONDS);
    behind.await(30, TimeUnit.SECONDS);
    assertThat(written.cause())
        .isInstanceOf(FailurePolicyException.class)
        .hasMessage("nobody answers here");
    assertThat(behind.isSuccess()).isFalse();
    settle(channel);
    assertThat(request.refCnt()).isZero();
    assertThat(received()).isEmpty();
  }

  @Test
  void pipelined_answers_are_judged_by_the_bearer_that_was_sent() throws Exception {
    network.authorizer().releaseTokens();
    network.foundry().refuseNext(1);
    Channel channel = connect(network.target("/"));
    channel.writeAndFlush(request("/echo", ""));
    channel.writeAndFlush(request("/echo", ""));
    assertThat(answer()).isEqualTo(401);
    assertThat(answer()).isEqualTo(200);
    assertThat(network.authorizer().questions())
        .filteredOn(question -> question.what().equals("refused"))
        .hasSize(1);
  }

  private Channel connect(URI uri) throws InterruptedException {
    SslHandler tls = new SslHandler(Tls.engine(network.trust(), uri));
    Channel connected =
        new Bootstrap()
            .group(eventLoop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(tls, new HttpClientCodec(), new Statuses());
                  }
                })
            .connect(uri.getHost(), uri.getPort())
            .sync()
            .channel();
    tls.handshakeFuture().sync();
    return connected;
  }

  /** Returns when the event loop has processed all earlier writes. */
  private static void settle(Channel channel) throws InterruptedException {
    channel.eventLoop().submit(() -> {}).sync();
  }

  private static DefaultFullHttpRequest request(String path, String body) {
    ByteBuf content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path, content);
    request.headers().set("Host", "localhost").set("Content-Length", body.length());
    return request;
  }

  private static DefaultHttpContent content(String text) {
    return new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private int answer() throws InterruptedException {
    Integer status = answers.poll(30, TimeUnit.SECONDS);
    return status == null ? -1 : status;
  }

  private List<ReceivedRequest> received() {
    return network.foundry().requests();
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
  }

  private final class Statuses extends SimpleChannelInboundHandler<HttpObject> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpResponse response) {
        answers.add(response.status().code());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      context.close();
    }
  }
}
