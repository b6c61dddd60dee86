package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.call.HttpClientCall;
import io.ktor.client.plugins.HttpSend;
import io.ktor.client.plugins.Sender;
import io.ktor.client.request.HttpRequest;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.utils.EmptyContent;
import io.ktor.http.URLProtocolKt;
import io.ktor.http.Url;
import io.ktor.http.content.OutgoingContent;
import io.ktor.util.AttributeKey;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.jvm.internal.BaseContinuationImpl;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Has a refused request sent once more, below all plugins: none of them sees the refusal that was
 * healed, and the sender ends the refused call, with its connection, as it does for a redirect.
 *
 * <p>The sender's coroutine keeps nothing of what it was asked, so the builder is kept among its
 * own attributes, under a key that only clients have a use for. Requests of other engines come here
 * too; of them nothing is remembered under their builder.
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
    if (status / 100 != 2 && status != 401 && status != 403) {
      return;
    }
    HttpRequest sent = ((HttpClientCall) outcome).getRequest();
    Object builder = sent.getAttributes().getOrNull((AttributeKey<?>) HttpSend.Plugin.getKey());
    if (status / 100 == 2) {
      AuthorizationBridge.answered(sent.getAttributes());
      if (builder != null) {
        AuthorizationBridge.answered(builder);
      }
      return;
    }
    if (status == 403) {
      if (builder != null) {
        AuthorizationBridge.forbidden(builder);
      }
      return;
    }
    Url url = sent.getUrl();
    boolean again =
        builder != null
            && AuthorizationBridge.retry(
                builder,
                URLProtocolKt.isSecure(url.getProtocol()) ? "https" : "http",
                url.getHost(),
                url.getPort(),
                url.getEncodedPath(),
                false);
    Object body = sent.getContent();
    if (again
        && (body instanceof OutgoingContent.ByteArrayContent || body instanceof EmptyContent)) {
      AuthorizationBridge.markRetry(builder);
      // After a pause this is the sender's own continuation, which ends with this very call
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
