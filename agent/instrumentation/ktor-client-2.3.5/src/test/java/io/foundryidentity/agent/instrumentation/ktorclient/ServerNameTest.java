package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.ktor.client.HttpClient;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.http.Headers;
import io.ktor.http.HeadersBuilder;
import io.ktor.http.content.OutgoingContent;
import org.junit.jupiter.api.Test;

/** Nothing is signed where somebody else than the URL's host may answer. */
class ServerNameTest extends SignedFoundry {

  @Test
  void where_tls_verifies_another_name_than_the_urls_nothing_is_signed() throws Exception {
    HttpClient client = client(cio -> cio.getHttps().setServerName("127.0.0.1"));
    status(client, get(network().target("/echo")));
    assertAsWritten(network().foundry().requests().get(0));
    assertThat(network().authorizer().questions()).isEmpty();
  }

  @Test
  void where_tls_verifies_the_urls_name_by_the_applications_wish_the_request_is_signed()
      throws Exception {
    HttpClient client = client(cio -> cio.getHttps().setServerName("LOCALHOST"));
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(200);
    assertSigned(network().foundry().requests().get(0));
  }

  @Test
  void of_an_address_tls_verifies_a_looked_up_name_and_nobody_is_asked_for_a_token()
      throws Exception {
    status(client(cio -> {}), get(network().otherName("/echo")));
    assertAsWritten(network().foundry().requests().get(0));
    assertThat(network().authorizer().questions()).isEmpty();
  }

  @Test
  void a_request_whose_body_brings_an_authorization_stays_as_it_is() throws Exception {
    HttpRequestBuilder request = Requests.request("POST", network().target("/echo"));
    request.setBody(new BodyWithKey());
    status(client(cio -> {}), request);
    assertThat(network().foundry().requests().get(0).headers().all("authorization"))
        .containsExactly("Bearer of-the-body");
  }

  @Test
  void an_event_loop_is_never_made_to_wait() throws Exception {
    status(client(cio -> {}), get(network().target("/echo")));
    assertThat(network().authorizer().questions())
        .extracting(TestAuthorizer.Question::mayWait)
        .containsExactly(false);
  }

  private static final class BodyWithKey extends OutgoingContent.ByteArrayContent {
    @Override
    public byte[] bytes() {
      return new byte[] {'x'};
    }

    @Override
    public Headers getHeaders() {
      HeadersBuilder headers = new HeadersBuilder(1);
      headers.append("Authorization", "Bearer of-the-body");
      return headers.build();
    }
  }
}
