package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import org.junit.jupiter.api.Test;

/** What the asynchronous clients have in common. */
abstract class AsyncConformance extends HttpClientConformance {

  @Override
  @Test
  public void a_redirected_post_takes_its_body_but_no_token_to_a_stranger() throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 does not rewind a body for a redirect");
    super.a_redirected_post_takes_its_body_but_no_token_to_a_stranger();
  }

  @Override
  @Test
  public void a_tunnelled_request_is_authorized_and_its_connect_is_not() throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 writes before TLS has verified the tunnel's end");
    super.a_tunnelled_request_is_authorized_and_its_connect_is_not();
  }

  @Override
  @Test
  public void a_redirect_behind_a_tunnel_loses_the_token_at_a_stranger() throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 writes before TLS has verified the tunnel's end");
    super.a_redirect_behind_a_tunnel_loses_the_token_at_a_stranger();
  }
}
