package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.RequestHead;

/**
 * A path that the gateway answers itself. A request for it is never forwarded, with or without a
 * secret.
 *
 * <p>Before a page is asked, the request has followed {@link Admission#requireOwnHost the rules for
 * every request}: this gateway's Host, no Origin, a plain path.
 */
interface GatewayPage {

  /** Without a query. */
  String path();

  /**
   * Answers from memory, without waiting: a connection that has not shown a secret has few seconds
   * and one of few threads.
   */
  PageAnswer answer(RequestHead head);
}
