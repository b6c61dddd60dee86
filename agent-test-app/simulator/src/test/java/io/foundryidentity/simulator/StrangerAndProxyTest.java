package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StrangerAndProxyTest {
  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    client = new Client(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void the_stranger_takes_and_records_everything() throws Exception {
    URI tls = URI.create("https://localhost:" + simulator.stranger().port() + "/a?b=c");
    URI plain = URI.create("http://127.0.0.1:" + simulator.stranger().plainPort() + "/d");
    assertThat(client.post(tls, "body", "api-key", "k").statusCode()).isEqualTo(200);
    assertThat(client.get(plain, "Authorization", "anything").statusCode()).isEqualTo(200);
    assertThat(simulator.stranger().requests()).hasSize(2);
    ReceivedRequest first = simulator.stranger().requests().get(0);
    assertThat(first.path()).isEqualTo("/a?b=c");
    assertThat(first.bodyText()).isEqualTo("body");
    assertThat(first.headers().anyValueContains("k")).isTrue();
    ReceivedRequest second = simulator.stranger().requests().get(1);
    assertThat(second.header("authorization")).isEqualTo("anything");
    assertThat(second.scheme()).isEqualTo("http");
    assertThat(simulator.foundry().requests()).isEmpty();
  }

  @Test
  void a_tunnel_shows_the_proxy_its_connect_alone() throws Exception {
    String token = simulator.identity().issue("https://cognitiveservices.azure.com");
    HttpResponse<String> answer =
        throughProxy(
            HttpRequest.newBuilder(
                    URI.create(
                        "https://localhost:"
                            + simulator.foundry().port()
                            + "/openai/v1/chat/completions"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(simulator.proxy().requests()).hasSize(1);
    ReceivedRequest connect = simulator.proxy().requests().get(0);
    assertThat(connect.method()).isEqualTo("CONNECT");
    assertThat(connect.path()).isEqualTo("localhost:" + simulator.foundry().port());
    assertThat(connect.headers().anyValueContains(token)).isFalse();
  }

  @Test
  void a_name_without_a_port_is_found_through_the_proxy() throws Exception {
    HttpResponse<String> foundry = throughProxy(to("https://res.openai.azure.com/echo"));
    assertThat(foundry.statusCode()).isEqualTo(401);
    assertThat(simulator.foundry().requests().get(0).host()).isEqualTo("res.openai.azure.com");
    assertThat(throughProxy(to("https://stranger.example/x")).body()).contains("stranger");
    HttpResponse<String> login =
        throughProxy(to("https://login.microsoftonline.com/common/discovery/instance"));
    assertThat(login.statusCode()).isEqualTo(200);
  }

  @Test
  void a_plain_request_is_forwarded_and_recorded_with_its_headers() throws Exception {
    String url = "http://127.0.0.1:" + simulator.stranger().plainPort() + "/x?y=z";
    HttpResponse<String> answer =
        throughProxy(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "seen by the proxy")
                .POST(BodyPublishers.ofString("body")));
    assertThat(answer.body()).contains("stranger");
    ReceivedRequest head = simulator.proxy().requests().get(0);
    assertThat(head.path()).isEqualTo(url);
    assertThat(head.header("Authorization")).isEqualTo("seen by the proxy");
    ReceivedRequest arrived = simulator.stranger().requests().get(0);
    assertThat(arrived.path()).isEqualTo("/x?y=z");
    assertThat(arrived.bodyText()).isEqualTo("body");
  }

  private static HttpRequest.Builder to(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  private HttpResponse<String> throughProxy(HttpRequest.Builder request) throws Exception {
    ProxySelector proxy =
        ProxySelector.of(new InetSocketAddress("127.0.0.1", simulator.proxy().port()));
    HttpClient http =
        HttpClient.newBuilder()
            .sslContext(simulator.certificates().sslContext())
            .proxy(proxy)
            .build();
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
