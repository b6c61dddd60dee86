package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.ktor.client.HttpClient;
import io.ktor.client.plugins.HttpClientPluginKt;
import io.ktor.client.plugins.HttpSend;
import io.ktor.client.request.HttpRequestKt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases in which a refused request is sent again. */
class RetryTest extends SignedFoundry {

  @Test
  void the_refused_call_gives_its_connection_back_before() throws Exception {
    HttpClient client =
        client(
            cio -> {
              cio.setMaxConnectionsCount(1);
              cio.getEndpoint().setMaxConnectionsPerRoute(1);
            });
    network().foundry().refuseNext(1);
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(2);
  }

  @Test
  void a_refusal_by_a_stranger_is_not_taken_for_one_by_the_target_that_came_before()
      throws Exception {
    network().authorizer().keepToken();
    network().foundry().refuseNext(1);
    HttpClient client = client(cio -> {});
    List<TestAuthorizer.Question> before = new ArrayList<>();
    HttpClientPluginKt.plugin(client, HttpSend.Plugin)
        .intercept(
            (sender, request, continuation) ->
                sender.execute(
                    request,
                    Requests.then(
                        continuation,
                        () -> {
                          before.addAll(refusals());
                          network().authorizer().renew();
                          HttpRequestKt.url(request, network().otherName("/echo").toString());
                          return sender.execute(request, continuation);
                        })));
    assertThat(status(client, Requests.request("GET", network().target("/echo")))).isEqualTo(401);
    assertThat(network().foundry().requests()).hasSize(2);
    assertThat(network().foundry().requests().get(1).header("authorization")).isNull();
    assertThat(before).isNotEmpty();
    assertThat(refusals()).isEqualTo(before);
  }

  private List<TestAuthorizer.Question> refusals() {
    return network().authorizer().questions().stream()
        .filter(question -> question.what().equals("refused"))
        .toList();
  }

  @Test
  void an_application_that_expects_success_hears_of_no_refusal() throws Exception {
    HttpClient client =
        closed(
            Requests.client(
                Requests.trust(network()), cio -> {}, config -> config.setExpectSuccess(true)));
    network().foundry().refuseNext(1);
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(2);
  }
}
