package io.foundryidentity.agent.instrumentation.testing;

import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.SET_HOST;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.TAKE_USER_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A host that is not a target gets what the application wrote, and never a token. */
interface StrangerCases extends ConformanceCases {

  @Test
  default void another_host_name_gets_what_the_application_wrote() throws Exception {
    assertUntouched(network().otherName("/echo"));
    assertAsWritten(atFoundry().get(0));
  }

  @Test
  default void another_port_gets_what_the_application_wrote() throws Exception {
    assertUntouched(network().otherPort("/echo"));
    assertAsWritten(atStranger().get(0));
  }

  @Test
  default void a_stranger_gets_what_the_application_wrote() throws Exception {
    assertUntouched(network().stranger("/echo"));
    assertAsWritten(atStranger().get(0));
  }

  @Test
  default void a_target_without_its_tls_gets_what_the_application_wrote() throws Exception {
    assertUntouched(network().targetWithoutTls("/echo"));
    assertAsWritten(atFoundry().get(0));
  }

  @Test
  default void a_stranger_to_whom_the_application_shows_nothing_gets_nothing() throws Exception {
    assertThat(status(TestRequest.get(network().stranger("/echo")))).isEqualTo(200);
    assertThat(atStranger()).hasSize(1);
    assertThat(atStranger().get(0).header("authorization")).isNull();
  }

  @Test
  default void a_401_of_another_host_name_is_the_applications_own_affair() throws Exception {
    TestRequest request =
        TestRequest.get(network().otherName("/echo")).with("Authorization", "Bearer placeholder");
    assertThat(status(request)).isEqualTo(401);
    assertThat(atFoundry()).hasSize(1);
    assertNoToken(atFoundry());
  }

  @Test
  default void a_host_header_that_names_a_target_brings_no_token() throws Exception {
    needs(SET_HOST);
    String lie = "localhost:" + network().foundry().port();
    status(TestRequest.get(network().stranger("/echo")).with("Host", lie));
    assertThat(atStranger().get(0).host()).isEqualTo(lie);
    assertNoToken(atStranger());
  }

  @Test
  default void a_host_header_that_names_a_stranger_takes_no_token_away() throws Exception {
    needs(SET_HOST);
    String lie = "stranger.example:" + network().stranger().port();
    assertThat(status(TestRequest.get(network().target("/echo")).with("Host", lie))).isEqualTo(200);
    assertThat(atFoundry().get(0).host()).isEqualTo(lie);
    assertSigned(atFoundry().get(0));
  }

  @Test
  default void user_info_that_looks_like_a_target_brings_no_token() throws Exception {
    needs(TAKE_USER_INFO);
    URI uri =
        URI.create(
            "https://localhost:"
                + network().foundry().port()
                + "@127.0.0.1:"
                + network().stranger().port()
                + "/echo");
    status(TestRequest.get(uri));
    assertThat(atStranger()).hasSize(1);
    assertNoToken(atStranger());
  }

  @Test
  default void between_two_authorized_requests_a_stranger_sees_no_token() throws Exception {
    TestRequest target = TestRequest.get(network().target("/echo"));
    assertThat(status(target)).isEqualTo(200);
    assertThat(status(TestRequest.get(network().stranger("/echo")))).isEqualTo(200);
    assertThat(status(TestRequest.get(network().otherName("/echo")))).isEqualTo(401);
    assertThat(status(target)).isEqualTo(200);
    assertNoToken(atStranger());
    assertThat(atFoundry()).hasSize(3);
    assertSigned(atFoundry().get(0));
    assertNoToken(atFoundry().get(1));
    assertSigned(atFoundry().get(2));
  }

  private void assertUntouched(URI uri) throws Exception {
    status(
        TestRequest.get(uri)
            .with("Authorization", "Bearer placeholder")
            .with("API-Key", "placeholder-key")
            .with("X-Other", "kept"));
  }

  private void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().all("authorization")).containsExactly("Bearer placeholder");
    assertThat(request.headers().all("api-key")).containsExactly("placeholder-key");
    assertThat(request.headers().all("x-other")).containsExactly("kept");
  }
}
