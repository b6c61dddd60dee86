package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ning.http.client.ConnectionPoolPartitioning;
import com.ning.http.client.ProxyServer;
import com.ning.http.client.RequestBuilder;
import com.ning.http.client.uri.Uri;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is special about Grizzly's client. */
class GrizzlyHttpClientTest {

  /** All ports of a host share their connections; the client leaves that to the application. */
  private static final ConnectionPoolPartitioning BY_HOST =
      new ConnectionPoolPartitioning() {
        @Override
        public Object getPartitionKey(Uri uri, @Nullable ProxyServer proxy) {
          return uri.getHost() + proxy;
        }
      };

  private TestNetwork network;
  private TestedGrizzlyHttpClient client;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    client = new TestedGrizzlyHttpClient(network.trust());
    InstrumentedJvm.instrument(client.instrumentation());
  }

  @AfterEach
  void close() {
    client.close();
    assertThat(network.authorizer().failures()).isEmpty();
  }

  /** It has a certificate for the right name. */
  @Test
  void a_connection_to_another_port_of_the_host_carries_no_token() throws Exception {
    assertThat(byHost(network.otherPort("/echo"), null)).isEqualTo(200);
    assertThat(byHost(network.target("/echo"), null)).isEqualTo(200);
    assertStrangerGotBothAndNoToken();
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  /** The same, where the sockets show the proxy's port. */
  @Test
  void a_tunnel_to_another_port_of_the_host_carries_no_token() throws Exception {
    ProxyServer proxy =
        new ProxyServer(network.proxyAddress().getHostString(), network.proxyAddress().getPort());
    assertThat(byHost(network.otherPort("/echo"), proxy)).isEqualTo(200);
    assertThat(byHost(network.target("/echo"), proxy)).isEqualTo(200);
    assertStrangerGotBothAndNoToken();
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  private int byHost(URI uri, @Nullable ProxyServer proxy) throws Exception {
    RequestBuilder request =
        new RequestBuilder().setUrl(uri.toString()).setConnectionPoolKeyStrategy(BY_HOST);
    if (proxy != null) {
      request.setProxyServer(proxy);
    }
    return client.executed(request.build()).get(60, TimeUnit.SECONDS).getStatusCode();
  }

  private void assertStrangerGotBothAndNoToken() {
    assertThat(network.foundry().requests()).isEmpty();
    assertThat(network.stranger().requests())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.headers().contains("authorization")).isFalse());
  }

  /** The client hands over head and body in one buffer, or the body in several. */
  @Test
  void long_bodies_arrive_whole_behind_an_authorized_head() throws Exception {
    String text = "0123456789".repeat(20_000);
    for (URI uri : List.of(network.target("/echo"), network.plainTarget("/echo"))) {
      for (TestRequest request :
          List.of(TestRequest.post(uri, text), TestRequest.postOnce(uri, text))) {
        assertThat(status(request)).isEqualTo(200);
      }
    }
    List<ReceivedRequest> received = network.foundry().requests();
    assertThat(received).hasSize(4);
    for (ReceivedRequest request : received) {
      assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo(text);
      assertSigned(request);
    }
  }

  /** A redirect is followed on an I/O thread, which must not wait. */
  @Test
  void a_redirect_to_a_target_is_held_until_the_token_comes() throws Exception {
    network.authorizer().holdTokens();
    CompletableFuture<Integer> answer = started(redirectedToTarget());
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    assertThat(network.foundry().requests()).hasSize(1);

    network.authorizer().releaseTokens();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
    assertThat(network.foundry().requests().get(0).header("authorization")).isNull();
    assertSigned(network.foundry().requests().get(1));
  }

  @Test
  void a_held_redirect_ends_at_the_calls_deadline_and_is_never_sent() throws Exception {
    network.authorizer().holdTokens();
    CompletableFuture<Integer> answer = started(redirectedToTarget().within(Duration.ofSeconds(6)));
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(TimeoutException.class);
    assertNextIsSentAlone(1);
  }

  @Test
  void a_held_redirect_that_is_cancelled_is_never_sent() throws Exception {
    network.authorizer().holdTokens();
    TestedGrizzlyHttpClient.TestCall call = client.start(redirectedToTarget());
    network.authorizer().whenSomebodyWaits().get(60, TimeUnit.SECONDS);
    call.cancel();
    assertNextIsSentAlone(1);
  }

  /** Its proxy would read the token, so there is nothing to wait for. */
  @Test
  void plain_http_through_a_proxy_does_not_wait_for_a_token() throws Exception {
    network.authorizer().holdTokens();
    TestRequest request =
        TestRequest.get(network.plainTarget("/echo")).through(network.proxyAddress());
    assertThat(status(request)).isEqualTo(401);
    network.authorizer().releaseTokens();
  }

  private TestRequest redirectedToTarget() {
    return TestRequest.get(network.otherName(TestNetwork.redirect(307, network.target("/echo"))))
        .followingRedirects();
  }

  private void assertNextIsSentAlone(int before) throws Exception {
    network.authorizer().releaseTokens();
    assertThat(status(TestRequest.get(network.target("/echo")).with("X-Next", "yes")))
        .isEqualTo(200);
    List<ReceivedRequest> received = network.foundry().requests();
    assertThat(received).hasSize(before + 1);
    assertThat(received.get(before).header("x-next")).isEqualTo("yes");
    assertSigned(received.get(before));
  }

  private void assertSigned(ReceivedRequest request) {
    // Compared to a boolean: a failing assertion must not print a token
    assertThat(request.headers().all("authorization").equals(network.authorizer().values()))
        .as("signed")
        .isTrue();
  }

  private int status(TestRequest request) throws Exception {
    try (TestResponse response = client.send(request)) {
      response.text();
      return response.status();
    }
  }

  private CompletableFuture<Integer> started(TestRequest request) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                answer.complete(status(request));
              } catch (Throwable failure) {
                answer.completeExceptionally(failure);
              }
            },
            "caller")
        .start();
    return answer;
  }
}
