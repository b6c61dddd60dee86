package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.impl.engine.parsing.HttpResponseParser;
import akka.http.scaladsl.model.StatusCode;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import scala.Option;

/**
 * Tells of a refusal, so that the next request has another token; the head of the response has been
 * read here. Akka has no mechanism of its own that would send a request again after an answer.
 */
final class ParseEntityAdvice {

  private ParseEntityAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void refused(
      @Advice.FieldValue("statusCode") StatusCode status,
      @Advice.FieldValue("contextForCurrentResponse")
          Option<HttpResponseParser.ResponseContext> context) {
    if (status.intValue() / 100 == 2 && context.isDefined()) {
      AuthorizationBridge.answered(context.get().requestMethod());
    }
    if (status.intValue() == 403 && context.isDefined()) {
      AuthorizationBridge.forbidden(context.get().requestMethod());
    }
    if (status.intValue() == 401 && context.isDefined()) {
      AuthorizationBridge.refused(context.get().requestMethod(), false);
    }
  }
}
