package io.foundryidentity.agent.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadReaderTest {

  private static final int LONGEST = 1024;
  private static final long PATIENCE_MILLIS = 30_000;

  private static @Nullable RequestHead read(String sent) throws IOException, Refused {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      client.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
      client.shutdownOutput();
      ConnectionInput in = new ConnectionInput(server);
      in.limitTo(PATIENCE_MILLIS);
      return HeadReader.read(in, LONGEST);
    }
  }

  @Test
  void a_head_is_its_first_line_and_its_headers() throws Exception {
    RequestHead head =
        read("GET /a?b HTTP/1.1\r\nHost: h\r\nX: \t 1 2\t\r\nx:3\r\nEmpty:\r\n\r\nrest");
    assertThat(head).isNotNull();
    assertThat(head.method).isEqualTo("GET");
    assertThat(head.target).isEqualTo("/a?b");
    assertThat(head.headerCount()).isEqualTo(4);
    assertThat(head.name(1)).isEqualTo("X");
    assertThat(head.all("x")).containsExactly("1 2", "3");
    assertThat(head.only("host")).isEqualTo("h");
    assertThat(head.only("other")).isNull();
    assertThat(head.has("empty")).isTrue();
    assertThatThrownBy(() -> head.only("X"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo("it has more than one header x"));
  }

  @Test
  void a_connection_that_ends_before_its_first_byte_has_no_head() throws Exception {
    assertThat(read("")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.0~~            | its first line is not valid HTTP/1.1",
        "GET  / HTTP/1.1~~           | its first line is not valid HTTP/1.1",
        "GET /~~                     | its first line is not valid HTTP/1.1",
        "G@T / HTTP/1.1~~            | its first line is not valid HTTP/1.1",
        "GET / HTTP/1.1~Host h~~     | it has a malformed header line",
        "GET / HTTP/1.1~ Host: h~~   | it has a malformed header line",
        "GET / HTTP/1.1~Host : h~~   | it has a malformed header line",
        "GET / HTTP/1.1~H: h~ more~~ | it has a malformed header line",
        "GET / HTTP/1.1~: h~~        | it has a malformed header line",
        "GET / HTTP/1.1~A: %~~       | it has a control character in a header",
        "GET / HTTP/1.1~A: b         | it ends in the middle of a line",
        "GET / HTTP/1.1^Host: h~~    | it has a line that ends without a carriage return",
        "GET / HTTP/1.1!Host: h~~    | it has a carriage return without a line feed",
      })
  void what_two_servers_could_read_in_two_ways_is_refused(String head, String reason) {
    String sent =
        head.replace("~", "\r\n").replace('^', '\n').replace('!', '\r').replace('%', '\u0001');
    assertThatThrownBy(() -> read(sent)).isInstanceOf(Refused.class).hasMessage(reason);
  }

  @Test
  void a_head_has_a_limit() {
    String many = "GET / HTTP/1.1\r\nA: " + "b".repeat(LONGEST) + "\r\n\r\n";
    assertThatThrownBy(() -> read(many)).isInstanceOf(Refused.class).hasMessage("it is too long");
  }

  @Test
  void the_limit_in_time_is_for_the_whole_head() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      client.getOutputStream().write('G');
      ConnectionInput in = new ConnectionInput(server);
      // Also on a busy machine the reader waits for the next byte before this is over
      in.limitTo(2_000);
      assertThatThrownBy(() -> HeadReader.read(in, LONGEST)).isInstanceOf(IOException.class);
      assertThat(in.waitsForBytes()).isTrue();
    }
  }
}
