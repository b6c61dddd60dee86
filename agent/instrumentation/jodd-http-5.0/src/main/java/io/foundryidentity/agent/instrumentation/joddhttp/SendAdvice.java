package io.foundryidentity.agent.instrumentation.joddhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.util.Map;
import jodd.http.HttpConnection;
import jodd.http.HttpRequest;
import jodd.http.HttpResponse;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Says that what this thread writes next is the request itself, and sends a refused one once more:
 * the client has no loop of its own that does.
 *
 * <p>One hop of one call is one run of the method. The same object makes the next hop, so it is
 * forgotten at the end of each.
 */
final class SendAdvice {

  private SendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void begin(@Advice.This HttpRequest request) {
    AuthorizationBridge.handOver(request, "");
  }

  /**
   * A form's files are opened again by their name, and its bytes are in memory; another part may be
   * a stream.
   *
   * <p>The connection is used again only if the application wants to keep it and the answer's end
   * was seen; a server may close one without saying so. One that the application opened itself is
   * not opened anew in another way.
   *
   * @return whether the method runs once more
   */
  @Advice.OnMethodExit(
      onThrowable = Throwable.class,
      suppress = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean end(
      @Advice.This HttpRequest request,
      @Advice.FieldValue(value = "httpConnection", readOnly = false)
          @Nullable HttpConnection connection,
      @Advice.Return @Nullable HttpResponse response) {
    AuthorizationBridge.take(request);
    boolean again = false;
    if (response != null && AuthorizationBridge.answered(request, response.statusCode())) {
      boolean kept =
          connection != null
              && request.isConnectionPersistent()
              && (response.contentLength() != null || response.header("Transfer-Encoding") != null);
      boolean repeatable = kept || request.connectionProvider() != null;
      if (request.form() != null) {
        for (Map.Entry<String, ?> part : request.form().entries()) {
          String kind = part.getValue() == null ? "" : part.getValue().getClass().getName();
          repeatable &=
              part.getValue() instanceof String
                  || kind.endsWith(".ByteArrayUploadable")
                  || kind.endsWith(".FileUploadable");
        }
      }
      // The refusal is told in any case: the next request needs a better token
      again = AuthorizationBridge.retry(request, repeatable) && repeatable;
      if (again && !kept && connection != null) {
        connection.close();
        connection = null;
      }
    }
    AuthorizationBridge.forget(request);
    if (again) {
      AuthorizationBridge.markRetry(request);
      AuthorizationBridge.handOver(request, "");
    }
    return again;
  }
}
