package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests over HTTP/2 to targets that offer it. */
@Timeout(60)
class Http2HopTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final Limits ALL_OVER_HTTP2 = Limits.separating(0);

  private OpenGateway open;

  @BeforeEach
  void open() throws IOException {
    open = new OpenGateway(ALL_OVER_HTTP2);
  }

  @AfterEach
  void close() throws IOException {
    open.close();
  }

  @Test
  void a_request_and_a_long_body_arrive_whole() throws IOException {
    assertThat(open.ask(open.post("/echo", "short")).body()).contains("short");
    String body = "x".repeat(3 * MEBIBYTE);
    assertThat(open.ask(open.post("/openai/v1/none", body)).status()).isEqualTo(404);
    assertThat(open.network.foundry().requests())
        .extracting(ReceivedRequest::version)
        .containsOnly("HTTP/2");
    assertThat(open.network.foundry().requests().get(1).body()).hasSize(body.length());
  }

  @Test
  void a_stream_arrives_event_by_event() throws IOException {
    open.network.foundry().pauseStreams();
    try (RawClient client = open.connect()) {
      client.send(open.post("/openai/v1/chat/completions", "{\"stream\":true,\"messages\":[]}"));
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.headers().get("content-type").get(0)).startsWith("text/event-stream");
      assertThat(client.chunk()).as("while the stream is paused").startsWith("data: {");
      open.network.foundry().resumeStreams();
      String last = "";
      for (String chunk = client.chunk(); !chunk.isEmpty(); chunk = client.chunk()) {
        last = chunk;
      }
      assertThat(last).endsWith("data: [DONE]\n\n");
    }
    assertThat(open.network.foundry().requests().get(0).version()).isEqualTo("HTTP/2");
  }

  @Test
  void a_refused_token_is_replaced_and_the_request_sent_once_more() throws IOException {
    open.network.foundry().refuseNext(1);
    assertThat(open.ask(open.post("/echo", "again")).status()).isEqualTo(200);
    assertThat(open.network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly("again", "again");
  }

  @Test
  void a_certificate_of_another_name_is_no_target() throws IOException {
    try (Gateway other = Gateway.open(new BareTarget.Signer(), 0, ALL_OVER_HTTP2)) {
      Route route =
          other.route(TargetParser.parse("https://127.0.0.2:" + open.network.foundry().port()));
      assertThat(
              RawClient.ask(
                      other.port(),
                      "GET / HTTP/1.1\r\nHost: 127.0.0.1:"
                          + other.port()
                          + "\r\napi-key: "
                          + route.secret()
                          + "\r\n\r\n")
                  .status())
          .isEqualTo(502);
    }
    assertThat(open.network.foundry().requests()).isEmpty();
  }

  @Test
  void a_client_that_leaves_resets_its_stream_and_no_other() throws Exception {
    try (Http2Target target = new Http2Target(open.network.simulator().certificates());
        Gateway gateway = Gateway.open(new BareTarget.Signer(), 0, ALL_OVER_HTTP2)) {
      Route route = gateway.route(target.target());
      try (RawClient leaving = new RawClient(gateway.port());
          RawClient staying = new RawClient(gateway.port())) {
        staying.send(get(gateway, route, "/stream"));
        assertThat(staying.status()).isEqualTo(200);
        leaving.send(get(gateway, route, "/stream"));
        assertThat(leaving.status()).isEqualTo(200);
        assertThat(target.open()).isEqualTo(2);
        assertThat(target.connections()).as("one for both").isEqualTo(1);
        leaving.close();
        target.awaitReset();
        assertThat(target.open()).isEqualTo(1);
        target.endAll();
        assertThat(staying.headers()).isNotEmpty();
        assertThat(staying.chunk()).isEqualTo("begin");
        assertThat(staying.chunk()).isEqualTo("end");
        assertThat(staying.chunk()).isEmpty();
      }
    }
  }

  @Test
  void a_stream_that_the_target_resets_does_not_end_as_if_it_were_whole() throws Exception {
    try (Http2Target target = new Http2Target(open.network.simulator().certificates());
        Gateway gateway = Gateway.open(new BareTarget.Signer(), 0, ALL_OVER_HTTP2)) {
      Route route = gateway.route(target.target());
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(get(gateway, route, "/stream"));
        assertThat(client.status()).isEqualTo(200);
        assertThat(client.headers()).isNotEmpty();
        assertThat(client.chunk()).isEqualTo("begin");
        target.resetAll();
        assertThat(client.rest()).isEmpty();
      }
    }
  }

  @Test
  void a_target_that_says_goodbye_gets_the_next_request_over_another_connection() throws Exception {
    try (Http2Target target = new Http2Target(open.network.simulator().certificates());
        Gateway gateway = Gateway.open(new BareTarget.Signer(), 0, ALL_OVER_HTTP2)) {
      Route route = gateway.route(target.target());
      try (RawClient client = new RawClient(gateway.port());
          RawClient next = new RawClient(gateway.port())) {
        client.send(
            get(gateway, route, "/stream").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertThat(client.status()).isEqualTo(200);
        target.sayGoodbye();
        target.endAll();
        // The JDK's client before Java 24 ends all streams of such a connection
        assertThat(client.rest())
            .satisfiesAnyOf(
                rest -> assertThat(rest).endsWith("\r\n0\r\n\r\n").contains("end"),
                rest -> assertThat(rest).doesNotEndWith("0\r\n\r\n"));
        assertThat(next.send(get(gateway, route, "/short")).answer().body()).isEqualTo("HTTP_2");
        assertThat(target.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void only_requests_beyond_the_first_ones_at_a_time_use_it() throws Exception {
    try (Http2Target target = new Http2Target(open.network.simulator().certificates());
        Gateway gateway = Gateway.open(new BareTarget.Signer(), 0, Limits.separating(1))) {
      Route route = gateway.route(target.target());
      String request = get(gateway, route, "/short");
      try (RawClient first = new RawClient(gateway.port());
          RawClient second = new RawClient(gateway.port())) {
        assertThat(second.send(request).answer().body()).isEqualTo("HTTP_1_1");
        first.send(get(gateway, route, "/stream"));
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.send(request).answer().body()).isEqualTo("HTTP_2");
        assertThat(second.send(request).answer().body()).isEqualTo("HTTP_2");
        target.endAll();
        assertThat(first.headers()).isNotEmpty();
        assertThat(first.chunk()).isEqualTo("begin");
        assertThat(first.chunk()).isEqualTo("end");
        assertThat(first.chunk()).isEmpty();
        assertThat(second.send(request).answer().body()).isEqualTo("HTTP_1_1");
      }
    }
  }

  @Test
  void a_target_without_http1_gets_http2() throws Exception {
    try (Http2Target target = Http2Target.withoutHttp1(open.network.simulator().certificates());
        Gateway gateway = Gateway.open(new BareTarget.Signer(), 0)) {
      Route route = gateway.route(target.target());
      try (RawClient client = new RawClient(gateway.port())) {
        for (int i = 0; i < 3; i++) {
          assertThat(client.send(get(gateway, route, "/short")).answer().body())
              .isEqualTo("HTTP_2");
        }
      }
    }
  }

  @Test
  void many_at_once_are_answered() throws Exception {
    try (Http2Target target = new Http2Target(open.network.simulator().certificates());
        Gateway gateway = Gateway.open(new BareTarget.Signer(), 0, Limits.separating(4))) {
      Route route = gateway.route(target.target());
      CompletableFuture<?>[] all = new CompletableFuture<?>[40];
      for (int i = 0; i < all.length; i++) {
        all[i] =
            CompletableFuture.runAsync(
                () -> {
                  try (RawClient client = new RawClient(gateway.port())) {
                    for (int turn = 0; turn < 5; turn++) {
                      assertThat(client.send(get(gateway, route, "/short")).answer().status())
                          .isEqualTo(200);
                    }
                  } catch (IOException broken) {
                    throw new IllegalStateException(broken);
                  }
                });
      }
      CompletableFuture.allOf(all).get(40, TimeUnit.SECONDS);
    }
  }

  private static String get(Gateway gateway, Route route, String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + gateway.port()
        + "\r\napi-key: "
        + route.secret()
        + "\r\n\r\n";
  }
}
