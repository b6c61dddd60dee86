package io.foundryidentity.agent.instrumentation.netty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.simulator.ReceivedRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the first token is being fetched, with one connection for all streams. */
class HeldHttp2Test {

  private TestNetwork network;
  private Http2Client client;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new NettyInstrumentation());
    client = new Http2Client(network.trust());
  }

  @AfterEach
  void close() {
    client.close();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  @Test
  void a_request_is_held_and_its_body_follows_it() throws Exception {
    network.authorizer().holdTokens();
    String body = "asked once; ".repeat(20_000);
    CompletableFuture<Integer> answer = send(TestRequest.post(network.target("/echo"), body));
    awaitHeld();
    assertThat(answer.isDone()).isFalse();
    network.authorizer().releaseTokens();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(received()).hasSize(1);
    assertThat(received().get(0).bodyText()).isEqualTo(body);
    assertSigned(received().get(0));
  }

  @Test
  void a_stream_that_is_open_already_goes_on() throws Exception {
    network.foundry().pauseStreams();
    TestRequest chat =
        TestRequest.post(
                network.target("/openai/v1/chat/completions"),
                "{\"model\":\"gpt-4o\",\"stream\":true}")
            .with("Content-Type", "application/json");
    try (TestResponse streaming = client.send(chat)) {
      network.authorizer().holdTokens();
      CompletableFuture<Integer> held = send(TestRequest.get(network.target("/echo")));
      awaitHeld();
      network.foundry().resumeStreams();
      assertThat(streaming.text()).contains("data: [DONE]");
      assertThat(held.isDone()).isFalse();
      network.authorizer().releaseTokens();
      assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void streams_opened_later_wait_and_go_out_in_order() throws Exception {
    client.send(TestRequest.get(network.target("/echo"))).text();
    network.foundry().clear();
    network.authorizer().holdTokens();
    ChannelFuture first = write("/echo?number=0");
    ChannelFuture second = write("/echo?number=1");
    ChannelFuture third = write("/echo?number=2");
    settle();
    assertThat(network.authorizer().heldBack()).isEqualTo(1);
    network.authorizer().releaseTokens();
    assertThat(first.sync().isSuccess() && second.sync().isSuccess()).isTrue();
    third.sync();
    assertThat(client.send(TestRequest.get(network.target("/echo"))).status()).isEqualTo(200);
    assertThat(received())
        .extracting(ReceivedRequest::path)
        .containsExactly("/echo?number=0", "/echo?number=1", "/echo?number=2", "/echo");
    received().forEach(this::assertSigned);
  }

  @Test
  void a_stream_that_is_reset_meanwhile_is_never_sent_and_the_connection_stays() throws Exception {
    client.send(TestRequest.get(network.target("/echo"))).text();
    Channel connection = client.connection(network.target("/"), null);
    network.foundry().clear();
    network.authorizer().holdTokens();
    ChannelFuture written = write("/echo?cancelled");
    settle();
    written.channel().close().sync();
    settle();
    assertThat(written.isDone()).isTrue();
    assertThat(written.isSuccess()).isFalse();
    network.authorizer().releaseTokens();
    assertThat(client.send(TestRequest.get(network.target("/echo"))).status()).isEqualTo(200);
    assertThat(received()).extracting(ReceivedRequest::path).containsExactly("/echo");
    assertThat(connection.isActive()).isTrue();
  }

  @Test
  void promises_that_are_settled_already_or_void_disturb_nothing() throws Exception {
    client.send(TestRequest.get(network.target("/echo"))).text();
    Channel connection = client.connection(network.target("/"), null);
    network.authorizer().holdTokens();
    Http2Headers headers = Http2Client.headers(TestRequest.get(network.target("/echo")));
    Http2FrameCodec codec = connection.pipeline().get(Http2FrameCodec.class);
    ChannelHandlerContext context = connection.pipeline().context(codec);
    Http2FrameWriter writer = codec.encoder().frameWriter();
    ChannelPromise head = connection.newPromise();
    ChannelPromise data = connection.newPromise();
    connection
        .eventLoop()
        .submit(
            () -> {
              writer.writeHeaders(context, 101, headers, 0, false, head);
              writer.writeData(context, 101, Unpooled.EMPTY_BUFFER, 0, true, data);
              head.cancel(false);
              data.cancel(false);
              writer.writeRstStream(context, 101, 8, connection.voidPromise());
              writer.writeData(
                  context, 101, Unpooled.EMPTY_BUFFER, 0, true, connection.voidPromise());
            })
        .sync();
    assertThat(head.isCancelled() && data.isCancelled()).isTrue();
    network.authorizer().releaseTokens();
    settle();
    assertThat(connection.isActive()).isTrue();
    assertThat(received()).hasSize(1);
  }

  @Test
  void a_connection_that_is_closed_meanwhile_fails_what_it_holds_at_once() throws Exception {
    network.authorizer().holdTokens();
    ChannelFuture written = write("/echo");
    settle();
    client.connection(network.target("/"), null).close().sync();
    written.await(30, TimeUnit.SECONDS);
    assertThat(written.isDone()).isTrue();
    assertThat(written.isSuccess()).isFalse();
    assertThat(received()).isEmpty();
  }

  @Test
  void where_no_token_comes_policy_fail_ends_the_stream_and_leaves_the_connection()
      throws Exception {
    client.send(TestRequest.get(network.target("/echo"))).text();
    Channel connection = client.connection(network.target("/"), null);
    network.foundry().clear();
    network.authorizer().holdTokens();
    ChannelFuture written = write("/echo");
    settle();
    network.authorizer().giveUpTokens("nobody answers here");
    written.await(30, TimeUnit.SECONDS);
    assertThat(written.cause())
        .isInstanceOf(FailurePolicyException.class)
        .hasMessage("nobody answers here");
    network.authorizer().recover();
    assertThat(client.send(TestRequest.get(network.target("/echo"))).status()).isEqualTo(200);
    assertThat(received()).hasSize(1);
    assertThat(connection.isActive()).isTrue();
  }

  @Test
  void where_no_token_comes_policy_pass_sends_what_was_written() throws Exception {
    network.authorizer().holdTokens();
    TestRequest request =
        TestRequest.post(network.target("/echo"), "a question").with("api-key", "placeholder-key");
    CompletableFuture<Integer> answer = send(request);
    awaitHeld();
    network.authorizer().giveUpTokens();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(403);
    assertThat(received().get(0).header("api-key")).isEqualTo("placeholder-key");
    assertThat(received().get(0).bodyText()).isEqualTo("a question");
  }

  private CompletableFuture<Integer> send(TestRequest request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (TestResponse response = client.send(request)) {
            response.text();
            return response.status();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private ChannelFuture write(String path) {
    Http2StreamChannel stream =
        new Http2StreamChannelBootstrap(client.connection(network.target("/"), null))
            .handler(new ChannelInboundHandlerAdapter())
            .open()
            .syncUninterruptibly()
            .getNow();
    return stream.writeAndFlush(
        new DefaultHttp2HeadersFrame(
            Http2Client.headers(TestRequest.get(network.target(path))), true));
  }

  private void settle() throws InterruptedException {
    client.connection(network.target("/"), null).eventLoop().submit(() -> {}).sync();
  }

  private void awaitHeld() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (network.authorizer().heldBack() == 0 && System.nanoTime() < end) {
      settle();
    }
    assertThat(network.authorizer().heldBack()).isEqualTo(1);
  }

  private List<ReceivedRequest> received() {
    return network.foundry().requests();
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
  }
}
