package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.simulator.ReceivedRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.http2.Http2Client;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases that only the HTTP/2 client has, and those of the client that negotiates the version.
 */
class Http2ClientTest extends SignedFoundry {

  @Test
  void the_failure_policy_is_told_as_helidon_tells_of_input_and_output() {
    network().authorizer().failByPolicy("no token");
    assertThatThrownBy(() -> client().get().uri(network().target("/echo")).request())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("no token");
    assertThat(network().authorizer().questions()).hasSize(1);
  }

  @Test
  void an_entity_that_is_neither_text_nor_bytes_is_sent_once(@TempDir Path folder)
      throws Exception {
    Path question = Files.writeString(folder.resolve("question"), "a question");
    network().foundry().refuseNext(1);
    try (HttpClientResponse response =
        client().post().uri(network().target("/echo")).submit(question)) {
      assertThat(response.status().code()).isEqualTo(401);
    }
    assertThat(atFoundry()).extracting(ReceivedRequest::bodyText).containsExactly("a question");
  }

  @Test
  void many_retries_leave_the_connection_as_good_as_before() {
    Http2Client client = client();
    for (int i = 0; i < 20; i++) {
      network().foundry().refuseNext(1);
      try (HttpClientResponse response =
          client.post().uri(network().target("/echo")).submit("a question")) {
        assertThat(response.status().code()).isEqualTo(200);
        assertThat(response.as(String.class)).contains("a question");
      }
    }
    assertThat(atFoundry()).hasSize(40).allMatch(request -> request.version().equals("HTTP/2"));
  }

  @Test
  void the_client_that_finds_out_the_version_is_signed_on_its_first_connection_and_later() {
    WebClient client = WebClient.builder().tls(tls()).shareConnectionCache(false).build();
    for (int i = 0; i < 2; i++) {
      try (HttpClientResponse response = client.get().uri(network().target("/echo")).request()) {
        assertThat(response.status().code()).isEqualTo(200);
      }
      assertSigned(lastRequest());
      assertThat(lastRequest().version()).isEqualTo("HTTP/2");
    }
  }

  private Http2Client client() {
    return Http2Client.builder().tls(tls()).shareConnectionCache(false).build();
  }
}
