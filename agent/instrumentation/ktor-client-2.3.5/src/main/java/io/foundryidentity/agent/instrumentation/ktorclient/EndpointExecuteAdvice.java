package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.engine.cio.CIOEngineConfig;
import io.ktor.client.plugins.HttpSend;
import io.ktor.client.request.HttpRequestData;
import io.ktor.http.Headers;
import io.ktor.http.HeadersBuilder;
import io.ktor.http.Url;
import io.ktor.util.AttributeKey;
import io.ktor.util.Attributes;
import java.io.IOException;
import java.net.Proxy;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Lets an endpoint send a signed copy of the request, where it is certain whom it goes to.
 *
 * <p>Of an address that has a slash in it, say, the endpoint knows another host than the URL. A
 * pipeline behind a proxy may lead to the host of somebody else's request.
 *
 * <p>What is sent is remembered with the request's builder, which {@link SenderAdvice} finds again.
 */
final class EndpointExecuteAdvice {

  private EndpointExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void sign(
      @Advice.FieldValue("host") String host,
      @Advice.FieldValue("port") int port,
      @Advice.FieldValue("proxy") @Nullable Proxy proxy,
      @Advice.FieldValue("secure") boolean secure,
      @Advice.FieldValue("config") CIOEngineConfig config,
      @Advice.Argument(value = 0, readOnly = false) @Nullable HttpRequestData request)
      throws IOException {
    if (request == null) {
      return; // The coroutine goes on after a pause
    }
    Url url = request.getUrl();
    Attributes attributes = request.getAttributes();
    boolean certain =
        proxy == null
            ? host.equals(url.getHost()) && port == url.getPort()
            : secure && !config.getPipelining();
    certain &=
        secure
            ? AuthorizationBridge.isSecure(attributes)
            : AuthorizationBridge.isDirect(attributes);
    // A body's own headers are written beside the request's; a credential there stays alone
    Headers ofBody = request.getBody().getHeaders();
    certain &= !ofBody.contains("Authorization");
    for (String keyHeader : AuthorizationBridge.keyHeaders()) {
      certain &= !ofBody.contains(keyHeader);
    }
    if (!certain) {
      return;
    }
    Object builder = attributes.getOrNull((AttributeKey<?>) HttpSend.Plugin.getKey());
    String authorization =
        AuthorizationBridge.authorize(
            builder == null ? attributes : builder,
            secure ? "https" : "http",
            url.getHost(),
            url.getPort(),
            url.getEncodedPath(),
            request.getHeaders().get("Authorization"),
            false);
    if (authorization != null) {
      HeadersBuilder signed = new HeadersBuilder(8);
      signed.appendAll(request.getHeaders());
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        signed.remove(keyHeader);
      }
      signed.set("Authorization", authorization);
      request =
          new HttpRequestData(
              url,
              request.getMethod(),
              signed.build(),
              request.getBody(),
              request.getExecutionContext(),
              attributes);
    }
  }
}
