package io.foundryidentity.agent.instrumentation.jettyclient10;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpConversation;
import org.eclipse.jetty.client.HttpRequest;
import org.eclipse.jetty.client.HttpResponse;
import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.api.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, as the client follows a redirect.
 *
 * <p>Here the client asks who handles a response, before anybody has seen it. A refusal with
 * another token at hand becomes a redirect to where it came from, so that the client's own
 * redirector drops the body, sends a copy of the request in the same conversation, and shows the
 * application the second response only. That it was done stands in the conversation.
 *
 * <p>Only for the client's own class of requests (a WebSocket's handshake cannot be copied), with
 * no body or one that comes out the same again, and as far as the limit of redirects allows it.
 * HTTP/1.1 may wait for the token where the client expects that a callback blocks; in HTTP/2 that
 * would hold up every other request of the connection.
 */
final class ProtocolHandlerAdvice {

  private ProtocolHandlerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.This HttpClient client,
      @Advice.Argument(0) Request asked,
      @Advice.Argument(1) Response response,
      @Advice.Return(readOnly = false) @Nullable ProtocolHandler handler) {
    if (response.getStatus() / 100 == 2) {
      AuthorizationBridge.answered(asked);
    }
    if (response.getStatus() == 403) {
      AuthorizationBridge.forbidden(asked);
    }
    if (response.getStatus() == 401 && response instanceof HttpResponse) {
      HttpRequest request = (HttpRequest) asked;
      HttpConversation conversation = request.getConversation();
      int redirects = client.getMaxRedirects();
      boolean repeatable =
          request.getClass() == HttpRequest.class
              && request.getURI() != null
              && conversation.getAttribute("foundry.identity.retry") == null
              && (redirects < 0 || conversation.getExchanges().size() <= redirects)
              && (request.getBody() == null || request.getBody().isReproducible());
      boolean mayWait =
          repeatable
              && response.getVersion() != HttpVersion.HTTP_2
              && !Invocable.isNonBlockingInvocation();
      // The refusal is told in any case: the next request needs a better token
      if (AuthorizationBridge.retry(
              request,
              (HttpScheme.HTTPS.is(request.getScheme()) || HttpScheme.WSS.is(request.getScheme()))
                  ? "https"
                  : "http",
              request.getHost(),
              request.getPort(),
              request.getPath(),
              mayWait)
          && repeatable) {
        conversation.setAttribute("foundry.identity.retry", true);
        ((HttpResponse) response)
            .status(307)
            .addHeader(new HttpField("Location", request.getURI().toString()));
        handler = new RedirectProtocolHandler(client);
      }
    }
  }
}
