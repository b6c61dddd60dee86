package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DirectHttpClientTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private static DirectHttpClient client(Duration answer) {
    Duration connect = Duration.ofSeconds(20); // Machines of a CI may be busy
    return new DirectHttpClient(new Connector(new ProxyLookup(Map.of()), connect, connect), answer);
  }

  private static HttpResponse get(String url) {
    return client(Duration.ofSeconds(30))
        .sendSync(new HttpRequest(HttpMethod.GET, url), Context.NONE);
  }

  private static String body(String answer) throws IOException {
    try (ScriptedServer server = new ScriptedServer(answer)) {
      return get(server.url()).getBodyAsBinaryData().toString();
    }
  }

  @Test
  void a_request_carries_its_headers_and_body_and_closes_the_connection() throws Exception {
    try (ScriptedServer server = new ScriptedServer(OK)) {
      HttpRequest request = new HttpRequest(HttpMethod.POST, server.url() + "/t?a=b");
      request.setHeader("Metadata", "true").setBody("x=y");
      HttpResponse response =
          client(Duration.ofSeconds(30)).send(request).block(Duration.ofMinutes(1));
      assertThat(response.getStatusCode()).isEqualTo(200);
      assertThat(response.getBodyAsString().block()).isEqualTo("hi");
      assertThat(server.requests.get(0))
          .startsWith("POST /t?a=b HTTP/1.1\n")
          .contains("Host: 127.0.0.1:" + server.port() + "\n")
          .contains("Metadata: true\n")
          .contains("Content-Length: 3\n")
          .contains("Connection: close\n");
    }
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    try (ScriptedServer elsewhere = new ScriptedServer(OK);
        ScriptedServer server =
            new ScriptedServer(
                "HTTP/1.1 302 Found\r\nLocation: "
                    + elsewhere.url()
                    + "\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(get(server.url()).getStatusCode()).isEqualTo(302);
      assertThat(elsewhere.requests).isEmpty();
    }
  }

  @Test
  void the_applications_cookie_handler_is_not_asked_and_gets_nothing() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CookieHandler before = CookieHandler.getDefault();
    CookieHandler.setDefault(
        new CookieHandler() {
          @Override
          public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            asked.incrementAndGet();
            return Map.of("Cookie", List.of("session=application"));
          }

          @Override
          public void put(URI uri, Map<String, List<String>> headers) {
            asked.incrementAndGet();
          }
        });
    try (ScriptedServer server =
        new ScriptedServer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")) {
      get(server.url());
      assertThat(asked).hasValue(0);
      assertThat(server.requests.get(0)).doesNotContainIgnoringCase("cookie");
    } finally {
      CookieHandler.setDefault(before);
    }
  }

  @Test
  void the_applications_authenticator_is_not_asked() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            asked.incrementAndGet();
            return new PasswordAuthentication("user", "password".toCharArray());
          }
        });
    try (ScriptedServer server =
        new ScriptedServer(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\n"
                + "Content-Length: 0\r\n\r\n")) {
      assertThat(get(server.url()).getStatusCode()).isEqualTo(401);
      assertThat(asked).hasValue(0);
      assertThat(server.requests).hasSize(1);
    } finally {
      Authenticator.setDefault(null);
    }
  }

  @Test
  void plain_http_goes_past_the_jvms_proxy() throws Exception {
    try (ScriptedServer proxy = new ScriptedServer(OK);
        ScriptedServer server = new ScriptedServer(OK)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", Integer.toString(proxy.port()));
      System.setProperty("http.nonProxyHosts", "");
      try {
        assertThat(get(server.url()).getStatusCode()).isEqualTo(200);
      } finally {
        System.clearProperty("http.proxyHost");
        System.clearProperty("http.proxyPort");
        System.clearProperty("http.nonProxyHosts");
      }
      assertThat(proxy.requests).isEmpty();
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void an_endpoint_that_is_silent_is_given_up() throws Exception {
    try (ScriptedServer server = new ScriptedServer(out -> Thread.sleep(40_000))) {
      HttpRequest request = new HttpRequest(HttpMethod.GET, server.url());
      long start = System.nanoTime();
      assertThatThrownBy(() -> client(Duration.ofMillis(300)).sendSync(request, Context.NONE))
          .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
      assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
    }
  }

  @Test
  void an_endpoint_that_drips_is_given_up_too() throws Exception {
    ScriptedServer.Answer drip =
        (OutputStream out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          for (int i = 0; i < 400; i++) {
            out.write('x');
            out.flush();
            Thread.sleep(100);
          }
        };
    try (ScriptedServer server = new ScriptedServer(drip)) {
      HttpRequest request = new HttpRequest(HttpMethod.GET, server.url());
      long start = System.nanoTime();
      assertThatThrownBy(() -> client(Duration.ofMillis(500)).sendSync(request, Context.NONE))
          .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
      assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
    }
  }

  @Test
  void bodies_end_by_length_by_chunks_or_with_the_connection() throws Exception {
    assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, there")).isEqualTo("hello");
    assertThat(
            body(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: z\r\n\r\n"))
        .isEqualTo("hello");
    assertThat(body("HTTP/1.0 200 OK\r\n\r\nhello")).isEqualTo("hello");
    assertThat(body("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK)).isEqualTo("hi");
  }

  @Test
  void broken_answers_are_failures() {
    for (String answer :
        List.of(
            "",
            "hello\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhel",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nhel",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n")) {
      assertThatThrownBy(() -> body(answer))
          .as(answer)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1: ");
    }
  }

  @Test
  void a_failure_names_the_host_and_no_secret() {
    int port = ChildJvm.closedPort();
    HttpRequest request =
        new HttpRequest(HttpMethod.POST, "http://127.0.0.1:" + port + "/p?q=query-secret");
    request.setHeader("X-IDENTITY-HEADER", "header-secret").setBody("client_secret=body-secret");
    assertThatThrownBy(() -> client(Duration.ofSeconds(30)).sendSync(request, Context.NONE))
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(String.valueOf(t.getMessage())).doesNotContain("-secret");
              }
            })
        .hasMessageContaining("127.0.0.1: Connection refused");
  }

  @Test
  void a_header_cannot_start_another_one() throws Exception {
    try (ScriptedServer server = new ScriptedServer(OK)) {
      HttpRequest request = new HttpRequest(HttpMethod.GET, server.url());
      request.setHeader("X-One", "a\r\nX-Two: b");
      assertThatThrownBy(() -> client(Duration.ofSeconds(30)).sendSync(request, Context.NONE))
          .hasMessageContaining("control character");
      assertThat(server.requests).isEmpty();
    }
  }
}
