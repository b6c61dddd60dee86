package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.simulator.CertificateAuthority;
import io.ktor.client.HttpClient;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.http.Headers;
import io.ktor.http.HeadersBuilder;
import io.ktor.http.content.OutgoingContent;
import org.junit.jupiter.api.Test;

/** What TLS was asked to verify says nothing of the server; its certificate does. */
class ServerNameTest extends SignedFoundry {

  @Test
  void another_name_that_tls_verifies_takes_no_token_from_the_right_certificate() throws Exception {
    HttpClient client = client(cio -> cio.getHttps().setServerName("127.0.0.1"));
    assertThat(status(client, get(network().target("/echo")))).isEqualTo(200);
    assertSigned(network().foundry().requests().get(0));
  }

  @Test
  void another_name_that_tls_verifies_brings_no_token_to_its_server() throws Exception {
    HttpClient client = client(cio -> cio.getHttps().setServerName(CertificateAuthority.IMPOSTOR));
    status(client, get(network().impostor("/echo")));
    assertAsWritten(network().impostor().requests().get(0));
    assertThat(network().authorizer().unproven())
        .singleElement()
        .asString()
        .contains(CertificateAuthority.IMPOSTOR);
  }

  @Test
  void another_name_that_tls_verifies_brings_no_token_to_its_server_in_a_pipeline()
      throws Exception {
    assumeTrue(KtorVersion.takesNamelessCertificates(), "2.3.5 cannot read such a pipeline");
    HttpClient client =
        client(
            cio -> {
              cio.setPipelining(true);
              cio.getHttps().setServerName(CertificateAuthority.IMPOSTOR);
            });
    status(client, get(network().impostor("/echo")));
    assertThat(network().impostor().requests()).hasSize(1).allSatisfy(this::assertAsWritten);
    assertThat(network().authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_request_that_waits_for_leave_to_send_its_body_is_judged_by_the_certificate_too()
      throws Exception {
    HttpClient client = client(cio -> cio.getHttps().setServerName(CertificateAuthority.IMPOSTOR));
    HttpRequestBuilder request = post(network().impostor("/echo"));
    request.getHeaders().append("Expect", "100-continue");
    status(client, request);
    assertAsWritten(network().impostor().requests().get(0));
  }

  @Test
  void an_address_that_is_no_target_is_asked_about_nothing() throws Exception {
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
        .containsOnly(false);
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
