package io.foundryidentity.agent.instrumentation.testing;

import static io.foundryidentity.agent.instrumentation.testing.TestNetwork.redirect;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.CHANGE_PROTOCOL;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.FOLLOW_308;
import static io.foundryidentity.agent.instrumentation.testing.TestedClient.Ability.FOLLOW_REDIRECTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every hop is checked separately. */
interface RedirectCases extends ConformanceCases {

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void a_redirect_to_a_stranger_loses_the_token(int status) throws Exception {
    needsToFollow(status);
    assertThat(follow(network().target(redirect(status, network().stranger("/echo")))))
        .isEqualTo(200);
    assertSigned(atFoundry().get(0));
    assertThat(atStranger()).hasSize(1);
    assertNoToken(atStranger());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void a_redirect_to_another_port_of_the_host_loses_the_token(int status) throws Exception {
    needsToFollow(status);
    assertThat(follow(network().target(redirect(status, network().otherPort("/echo")))))
        .isEqualTo(200);
    assertSigned(atFoundry().get(0));
    assertThat(atStranger()).hasSize(1);
    assertNoToken(atStranger());
  }

  @Test
  default void a_redirect_to_another_name_of_the_server_loses_the_token() throws Exception {
    needs(FOLLOW_REDIRECTS);
    assertThat(follow(network().target(redirect(307, network().otherName("/echo")))))
        .isEqualTo(401);
    assertThat(atFoundry()).hasSize(2);
    assertSigned(atFoundry().get(0));
    assertNoToken(atFoundry().get(1));
  }

  @Test
  default void a_redirected_post_takes_its_body_but_no_token_to_a_stranger() throws Exception {
    needs(FOLLOW_REDIRECTS);
    URI uri = network().target(redirect(307, network().stranger("/echo")));
    status(TestRequest.post(uri, "a question").followingRedirects());
    assertSigned(atFoundry().get(0));
    // Some clients do not repeat a POST at another host
    atStranger().forEach(this::assertNoToken);
    atStranger().forEach(request -> assertThat(request.bodyText()).isEqualTo("a question"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void a_redirect_from_a_stranger_to_a_target_is_authorized(int status) throws Exception {
    needsToFollow(status);
    assertThat(follow(network().otherName(redirect(status, network().target("/echo")))))
        .isEqualTo(200);
    assertThat(atFoundry()).hasSize(2);
    assertNoToken(atFoundry().get(0));
    assertSigned(atFoundry().get(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  default void a_redirect_inside_a_target_is_authorized_once_on_each_hop(int status)
      throws Exception {
    needsToFollow(status);
    assertThat(follow(network().target(redirect(status, network().target("/echo")))))
        .isEqualTo(200);
    assertThat(atFoundry()).hasSize(2);
    assertSigned(atFoundry().get(0));
    assertSigned(atFoundry().get(1));
  }

  @Test
  default void a_redirect_from_https_to_http_loses_the_token() throws Exception {
    needs(FOLLOW_REDIRECTS, CHANGE_PROTOCOL);
    assertThat(follow(network().target(redirect(302, network().targetWithoutTls("/echo")))))
        .isEqualTo(401);
    assertThat(atFoundry()).hasSize(2);
    assertSigned(atFoundry().get(0));
    assertNoToken(atFoundry().get(1));
  }

  @Test
  default void a_redirect_from_https_to_a_plain_stranger_loses_the_token() throws Exception {
    needs(FOLLOW_REDIRECTS, CHANGE_PROTOCOL);
    assertThat(follow(network().target(redirect(302, network().plainStranger("/echo")))))
        .isEqualTo(200);
    assertThat(atStranger()).hasSize(1);
    assertNoToken(atStranger());
  }

  @Test
  default void a_redirect_from_plain_http_to_a_target_is_authorized() throws Exception {
    needs(FOLLOW_REDIRECTS, CHANGE_PROTOCOL);
    assertThat(follow(network().targetWithoutTls(redirect(302, network().target("/echo")))))
        .isEqualTo(200);
    assertThat(atFoundry()).hasSize(2);
    assertNoToken(atFoundry().get(0));
    assertSigned(atFoundry().get(1));
  }

  @Test
  default void where_the_application_follows_no_redirect_the_stranger_hears_nothing()
      throws Exception {
    URI uri = network().target(redirect(302, network().stranger("/echo")));
    assertThat(status(TestRequest.get(uri))).isEqualTo(302);
    assertSigned(atFoundry().get(0));
    assertThat(atStranger()).isEmpty();
  }

  private void needsToFollow(int status) {
    needs(FOLLOW_REDIRECTS);
    if (status == 308) {
      needs(FOLLOW_308);
    }
  }

  /**
   * With a placeholder, as the SDKs write one; a redirect may carry the client's placeholder on.
   */
  private int follow(URI uri) throws Exception {
    return status(
        TestRequest.get(uri).with("Authorization", "Bearer placeholder").followingRedirects());
  }
}
