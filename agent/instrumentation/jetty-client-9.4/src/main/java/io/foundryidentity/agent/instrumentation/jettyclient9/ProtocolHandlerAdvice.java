package io.foundryidentity.agent.instrumentation.jettyclient9;

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
import org.eclipse.jetty.client.util.ByteBufferContentProvider;
import org.eclipse.jetty.client.util.BytesContentProvider;
import org.eclipse.jetty.client.util.PathContentProvider;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refused request once more, in the way in which the client follows a redirect.
 *
 * <p>Here the client looks for the handler of a response, before anybody has seen it. If another
 * token is available, the refusal becomes a redirect to the same URI. The client's own redirector
 * then drops the body, sends a copy of the request in the same conversation, and shows the
 * application only the second response. The retry is marked in the conversation.
 *
 * <p>Only for the client's own class of requests (a WebSocket's handshake cannot be copied),
 * without a body or with a repeatable one, and only within the limit of redirects. HTTP/1.1 may
 * wait for the token where the client expects that a callback blocks; in HTTP/2 a wait would delay
 * all other requests of the connection.
 */
final class ProtocolHandlerAdvice {

  private ProtocolHandlerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.This HttpClient client,
      @Advice.Argument(0) Request asked,
      @Advice.Argument(1) Response response,
      @Advice.Return(readOnly = false) @Nullable ProtocolHandler handler) {
    if (AuthorizationBridge.answered(asked, response.getStatus())
        && response instanceof HttpResponse) {
      HttpRequest request = (HttpRequest) asked;
      HttpConversation conversation = request.getConversation();
      int redirects = client.getMaxRedirects();
      boolean repeatable =
          request.getClass() == HttpRequest.class
              && request.getURI() != null
              && conversation.getAttribute("foundry.identity.retry") == null
              && (redirects < 0 || conversation.getExchanges().size() <= redirects)
              && (request.getContent() == null
                  || request.getContent() instanceof BytesContentProvider
                  || request.getContent() instanceof ByteBufferContentProvider
                  || request.getContent() instanceof PathContentProvider);
      boolean mayWait =
          repeatable
              && response.getVersion() != HttpVersion.HTTP_2
              && !Invocable.isNonBlockingInvocation();
      // Reported in any case: the next request needs another token
      if (AuthorizationBridge.retry(request, mayWait) && repeatable) {
        conversation.setAttribute("foundry.identity.retry", true);
        ((HttpResponse) response).status(307);
        response.getHeaders().put("Location", request.getURI().toString());
        handler = new RedirectProtocolHandler(client);
      }
    }
  }
}
