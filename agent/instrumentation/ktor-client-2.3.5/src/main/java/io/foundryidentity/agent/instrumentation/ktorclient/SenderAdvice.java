package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.call.HttpClientCall;
import io.ktor.client.plugins.HttpSend;
import io.ktor.client.plugins.Sender;
import io.ktor.client.request.HttpRequest;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.utils.EmptyContent;
import io.ktor.http.content.OutgoingContent;
import io.ktor.util.AttributeKey;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.jvm.internal.BaseContinuationImpl;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, below all plugins: no plugin sees the refusal if the retry is
 * made. The sender ends the refused call, with its connection, as it does for a redirect.
 *
 * <p>The sender's coroutine does not keep its arguments. So the builder is kept in its own
 * attributes, under a key that only clients use. Requests of other engines pass here too; for them
 * there are no notes on the builder.
 */
final class SenderAdvice {

  private SenderAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"unchecked", "rawtypes"})
  static void keep(@Advice.Argument(0) @Nullable HttpRequestBuilder builder) {
    if (builder != null) {
      builder.getAttributes().put((AttributeKey) HttpSend.Plugin.getKey(), builder);
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  @SuppressWarnings({"unchecked", "rawtypes"})
  static void sendAgain(
      @Advice.This Sender sender,
      @Advice.Argument(0) @Nullable HttpRequestBuilder asked,
      @Advice.Argument(1) Continuation continuation,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object outcome,
      @Advice.Thrown(readOnly = false) Throwable thrown) {
    int status =
        outcome instanceof HttpClientCall
            ? ((HttpClientCall) outcome).getResponse().getStatus().getValue()
            : 0;
    if (status == 0) {
      return; // No answer yet
    }
    HttpRequest sent = ((HttpClientCall) outcome).getRequest();
    Object builder = sent.getAttributes().getOrNull((AttributeKey<?>) HttpSend.Plugin.getKey());
    if (status != 401) {
      AuthorizationBridge.answered(sent.getAttributes(), status);
    }
    boolean again =
        builder != null
            && AuthorizationBridge.answered(builder, status)
            && AuthorizationBridge.retry(builder, false);
    Object body = sent.getContent();
    if (again
        && (body instanceof OutgoingContent.ByteArrayContent || body instanceof EmptyContent)) {
      AuthorizationBridge.markRetry(builder);
      // After a suspension this is the sender's own continuation, which completes with this call
      Continuation caller =
          asked == null ? ((BaseContinuationImpl) continuation).getCompletion() : continuation;
      try {
        outcome = sender.execute((HttpRequestBuilder) builder, caller);
      } catch (Throwable failure) {
        thrown = failure;
      }
    }
  }
}
