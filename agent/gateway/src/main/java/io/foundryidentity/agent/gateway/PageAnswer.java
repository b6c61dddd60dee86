package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a {@link GatewayPage} answers. */
final class PageAnswer {

  private final int status;
  private final String reason;
  private final String contentType;
  private final byte[] body;
  private final boolean authenticated;

  private PageAnswer(
      int status, String reason, String contentType, byte[] body, boolean authenticated) {
    this.status = status;
    this.reason = reason;
    this.contentType = contentType;
    this.body = body;
    this.authenticated = authenticated;
  }

  /**
   * An answer to anybody: its connection is closed, so that it stays under the limits for those
   * that have not shown a secret.
   *
   * @param body ASCII
   */
  static PageAnswer toAnybody(int status, String reason, String contentType, String body) {
    return new PageAnswer(status, reason, contentType, ascii(body), false);
  }

  /**
   * An answer to a request that has shown a secret: its connection counts as authenticated, and
   * stays open.
   *
   * @param body ASCII
   */
  static PageAnswer toAuthenticated(int status, String reason, String contentType, String body) {
    return new PageAnswer(status, reason, contentType, ascii(body), true);
  }

  boolean isAuthenticated() {
    return authenticated;
  }

  void write(Reply reply) throws IOException {
    reply.begin(status, reason);
    reply.header("Content-Type", contentType);
    reply.header("Cache-Control", "no-store");
    reply.whole(body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Without the body, which may contain a secret. */
  @Override
  public String toString() {
    return status + " " + reason;
  }
}
