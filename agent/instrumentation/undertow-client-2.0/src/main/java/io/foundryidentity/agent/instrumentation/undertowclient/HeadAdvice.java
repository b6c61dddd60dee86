package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.undertow.client.ClientRequest;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import net.bytebuddy.asm.Advice;

/**
 * Copies the application's headers at the moment when the client writes the request's head, and not
 * before: until then the application may still change them, and so does the client, which learns
 * late that a chunked body is empty.
 *
 * <p>The copy has the token already, and holds the application's headers as an attachment, under a
 * key that the client itself uses for answers only.
 */
final class HeadAdvice {

  private HeadAdvice() {}

  /**
   * @param state says how far the head is written; 2 if nothing is
   */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void fill(
      @Advice.FieldValue("request") ClientRequest request, @Advice.Argument(0) int state) {
    if (state != 2) {
      return;
    }
    HeaderMap own = request.removeAttachment(HttpAttachments.RESPONSE_TRAILERS);
    if (own == null) {
      return;
    }
    for (HeaderValues values : own) {
      if (!AuthorizationBridge.isCredential(values.getHeaderName().toString())) {
        request.getRequestHeaders().addAll(values.getHeaderName(), values);
      }
    }
  }
}
