package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.simulator.HeldPort;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides of the gateway byte for byte, also when one of them breaks off. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WireTest {

  private static final int MEBIBYTE = 1 << 20;

  private BareTarget target;
  private Gateway gateway;
  private Route route;

  @BeforeEach
  void open() throws IOException {
    target = new BareTarget();
    gateway = Gateway.open(new BareTarget.Signer(), 0);
    route = gateway.route(target.target());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    target.close();
  }

  @Test
  void headers_between_neighbours_go_no_further() throws IOException {
    try (RawClient client = client()) {
      client.send(
          head(
              "GET /v1",
              "Connection: keep-alive, X-Mine",
              "X-Mine: 1",
              "Keep-Alive: timeout=5",
              "TE: trailers",
              "Proxy-Authorization: Basic eDp5",
              "Proxy-Connection: keep-alive",
              "Upgrade: h2c",
              "HTTP2-Settings: AAMAAABk",
              "X-Stays: 2"));
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head)
            .containsIgnoringCase("\r\nx-stays: 2\r\n")
            .containsIgnoringCase("\r\nauthorization: Bearer " + BareTarget.TOKEN + "\r\n")
            .doesNotContain(route.secret());
        assertThat(received.head.toLowerCase(Locale.ROOT))
            .doesNotContain("x-mine", "keep-alive", "te:", "proxy-", "upgrade", "http2-settings");
        received.answer(
            "HTTP/1.1 200 OK\r\nConnection: X-Theirs\r\nX-Theirs: 1\r\nKeep-Alive: timeout=9\r\n"
                + "Proxy-Authenticate: Basic\r\nAlt-Svc: h3=\":443\"\r\nX-Stays: 2\r\n"
                + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nhi");
        RawClient.Answer answer = client.answer();
        assertThat(answer.body()).isEqualTo("hi");
        assertThat(answer.headers().keySet())
            .containsExactlyInAnyOrder("X-Stays", "Set-Cookie", "Content-Length");
        assertThat(answer.header("Set-Cookie")).isEqualTo("a=1|b=2");
      }
    }
  }

  @Test
  void an_answer_to_head_has_its_length_and_no_body() throws IOException {
    try (RawClient client = client()) {
      client.send(head("HEAD /v1"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        assertThat(client.status()).isEqualTo(200);
        assertThat(client.headers().get("Content-Length")).containsExactly("1234");
        client.send(head("GET /v1", "Connection: close"));
        assertThat(received.isLeft()).as("a body might still come there").isTrue();
      }
      try (BareTarget.Received another = target.receive()) {
        assertThat(another.head).startsWith("GET ");
        another.answer("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(client.rest()).isEqualTo("HTTP/1.1 204 \r\nConnection: close\r\n\r\n");
      }
    }
  }

  @Test
  void a_client_that_waits_for_leave_to_send_gets_it() throws IOException {
    try (RawClient client = client()) {
      client.send(head("POST /v1", "Expect: 100-continue", "Content-Length: 4"));
      assertThat(client.status()).isEqualTo(100);
      assertThat(client.headers()).isEmpty();
      client.send("body");
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head).doesNotContainIgnoringCase("expect");
        assertThat(received.in.readNBytes(4)).asString().isEqualTo("body");
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_client_without_the_secret_is_not_asked_for_its_body() throws IOException {
    try (RawClient client = client()) {
      client.send(
          "POST /v1 HTTP/1.1\r\nHost: 127.0.0.1:"
              + gateway.port()
              + "\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.status()).isEqualTo(403);
    }
  }

  @Test
  void a_long_body_flows_while_it_is_being_sent() throws IOException {
    byte[] half = new byte[3 * MEBIBYTE];
    try (RawClient client = client()) {
      client.send(head("POST /v1", "Content-Length: " + 2 * half.length)).send(half);
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head).containsIgnoringCase("content-length: " + 2 * half.length);
        // All but what buffers may hold back, before the rest exists.
        assertThat(received.in.readNBytes(2 * MEBIBYTE)).hasSize(2 * MEBIBYTE);
        client.send(half);
        assertThat(received.in.readNBytes(4 * MEBIBYTE)).hasSize(4 * MEBIBYTE);
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_client_that_leaves_while_the_model_thinks_ends_the_call() throws IOException {
    try (RawClient client = client()) {
      client.send(head("POST /v1", "Content-Length: 2") + "{}");
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.in.readNBytes(2)).hasSize(2);
        client.close();
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void a_client_that_leaves_within_a_stream_ends_the_call() throws IOException {
    try (RawClient client = client()) {
      client.send(head("GET /v1"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        assertThat(client.status()).isEqualTo(200);
        assertThat(client.headers()).isNotEmpty();
        assertThat(client.chunk()).isEqualTo("first");
        client.close();
        assertThat(received.isLeft()).isTrue();
      }
    }
  }

  @Test
  void a_stream_that_breaks_off_does_not_end_as_if_it_were_whole() throws IOException {
    try (RawClient client = client()) {
      client.send(head("GET /v1"));
      try (BareTarget.Received received = target.receive()) {
        received.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
      }
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.headers()).isNotEmpty();
      assertThat(client.chunk()).isEqualTo("first");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void an_upload_that_breaks_off_does_not_end_as_if_it_were_whole() throws IOException {
    byte[] chunk = new byte[2 * MEBIBYTE];
    try (RawClient client = client()) {
      client
          .send(head("POST /v1", "Transfer-Encoding: chunked"))
          .send(Integer.toHexString(chunk.length) + "\r\n")
          .send(chunk)
          .send("\r\n");
      try (BareTarget.Received received = target.receive()) {
        client.close();
        assertThat(textOf(received)).doesNotEndWith("\r\n0\r\n\r\n");
      }
    }
  }

  private static String textOf(BareTarget.Received received) {
    StringBuilder text = new StringBuilder();
    try {
      for (int c = received.in.read(); c >= 0; c = received.in.read()) {
        text.append((char) c);
      }
    } catch (IOException reset) {
      text.append("reset");
    }
    return text.toString();
  }

  @Test
  void a_short_body_that_breaks_off_is_not_sent_at_all() throws IOException {
    try (RawClient client = client()) {
      client.send(head("POST /v1", "Content-Length: 10") + "half");
    }
    try (RawClient client = client()) {
      client.send(head("GET /the-next"));
      try (BareTarget.Received received = target.receive()) {
        assertThat(received.head).startsWith("GET /the-next ");
      }
    }
  }

  @Test
  void a_target_that_is_not_there_is_a_502() throws IOException {
    try (HeldPort nobody = new HeldPort();
        Route away = gateway.route(TargetParser.parse("http://127.0.0.1:" + nobody.number()));
        RawClient client = client()) {
      client.send(head("GET /v1").replace(route.secret(), away.secret()));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("TargetUnreachable").doesNotContain(BareTarget.TOKEN);
    }
  }

  @Test
  void a_target_that_hangs_up_within_an_upload_is_an_answer_to_a_client_that_still_sends()
      throws IOException {
    try (RawClient client = client()) {
      client.send(head("POST /v1", "Content-Length: " + 64 * MEBIBYTE)).send(new byte[MEBIBYTE]);
      target.receive().close();
      client.send(new byte[MEBIBYTE]);
      assertThat(client.answer().status()).isEqualTo(502);
    }
  }

  @Test
  void the_gateways_end_is_the_end_of_what_is_under_way() throws IOException {
    try (RawClient client = client()) {
      client.send(head("GET /v1"));
      try (BareTarget.Received received = target.receive()) {
        gateway.close();
        assertThat(received.isLeft()).isTrue();
        assertThatThrownBy(client::status).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void the_jvm_does_not_wait_for_its_threads() throws IOException {
    try (RawClient client = client()) {
      client.send(head("GET /v1"));
      try (BareTarget.Received received = target.receive()) {
        assertThat(Thread.getAllStackTraces().keySet())
            .filteredOn(thread -> thread.getName().startsWith("foundry-identity"))
            .allMatch(Thread::isDaemon);
        received.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(gateway.port());
  }

  private String head(String line, String... headers) {
    StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\n");
    head.append("Host: localhost:").append(gateway.port()).append("\r\n");
    head.append("api-key: ").append(route.secret()).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }
}
