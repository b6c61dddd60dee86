package io.foundryidentity.agent.instrumentation.tyrusclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The cases that a WebSocket's client meets in its own way: its request has no body, it tunnels
 * plain http through a proxy too, and it sends a path without its escapes.
 */
abstract class TyrusConformance extends HttpClientConformance {

  private final String container;

  TyrusConformance(String container) {
    this.container = container;
  }

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedTyrusClient(container, trust, true);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedTyrusClient(container, trust, false);
  }

  @Test
  @Override
  public void the_path_is_told_as_it_is_sent() throws Exception {
    String path = "/openai/v1/models;v=1/a%2Db";
    status(TestRequest.get(network().target(path + "?api-version=1&q=%2D")));
    assertThat(atFoundry().get(0).pathOnly()).startsWith("/openai/v1/").endsWith("/a-b");
    assertToldAsSent();
  }

  @Test
  @Override
  public void plain_http_through_a_proxy_is_never_authorized() throws Exception {
    assertThat(
            status(
                TestRequest.get(network().plainTarget("/echo")).through(network().proxyAddress())))
        .isEqualTo(401);
    assertThat(atProxy()).extracting(request -> request.method()).containsExactly("CONNECT");
    assertNoToken(atProxy());
    assertNoToken(atFoundry());
  }

  @Test
  @Override
  public void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    assertPlainHttpInATunnelIsAsWritten();
  }

  @Test
  @Override
  public void sixty_four_requests_at_once_are_authorized_once_each() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String number = "question " + i;
        sent.add(number);
        TestRequest request =
            TestRequest.get(network().target("/echo"))
                .with("X-Question", number)
                .with("api-key", "placeholder-key");
        answers.add(threads.submit(() -> status(request)));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
      }
      assertThat(atFoundry())
          .extracting(request -> request.header("x-question"))
          .containsExactlyInAnyOrderElementsOf(sent);
      atFoundry().forEach(this::assertSigned);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Override
  public void a_body_and_its_answer_arrive_whole() {
    Assumptions.abort("a handshake has no body");
  }

  @Test
  @Override
  public void a_one_shot_body_is_not_sent_twice_and_the_next_call_heals() {
    Assumptions.abort("a handshake has no body");
  }

  @Test
  @Override
  public void a_one_shot_body_arrives_whole() {
    Assumptions.abort("a handshake has no body");
  }

  @Test
  @Override
  public void a_redirected_post_takes_its_body_but_no_token_to_a_stranger() {
    Assumptions.abort("a handshake has no body");
  }
}
