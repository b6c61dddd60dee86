package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.impl.engine.parsing.HttpResponseParser;
import akka.http.scaladsl.model.HttpMethod;
import akka.http.scaladsl.model.StatusCode;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import net.bytebuddy.asm.Advice;
import scala.Option;

/**
 * Reports a refusal, so that the next request has another token; the head of the response has been
 * read here.
 *
 * <p>Akka has no mechanism that would send a request again after an answer. A pool's own retry is
 * for connections that fail: a failure made here would end the connection, would be retried for
 * idempotent requests only and as often as {@code max-retries} says, and would cost all others
 * their answer. To hold the answer while another token is fetched does not help either: the pool
 * closes the connection of an answer that nobody reads within a second.
 */
final class ParseEntityAdvice {

  private ParseEntityAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void refused(
      @Advice.FieldValue("statusCode") StatusCode status,
      @Advice.FieldValue("contextForCurrentResponse")
          Option<HttpResponseParser.ResponseContext> context) {
    if (context.isDefined()) {
      HttpMethod request = context.get().requestMethod();
      RenderedHead.answered(request);
      if (AuthorizationBridge.answered(request, status.intValue())) {
        AuthorizationBridge.refused(request);
      }
    }
  }
}
