package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.engine.cio.CIOEngineConfig;
import io.ktor.client.engine.cio.Endpoint;
import io.ktor.client.request.HttpRequestData;
import io.ktor.http.Headers;
import io.ktor.http.HeadersBuilder;
import io.ktor.http.IpParserKt;
import io.ktor.http.Url;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.Proxy;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Lets an endpoint send a signed copy of the request, where it is certain whom TLS is asked for.
 *
 * <p>An endpoint is chosen by its address alone, so the address is compared with the request's URL.
 * TLS is asked for the application's {@code https.serverName}, else for the URL's host; of an IP
 * address, however, for whatever name a reverse look-up gives. Behind a proxy, versions before 2.3
 * may ask for the proxy's name, and a pipeline may lead to the host of somebody else's request.
 *
 * <p>What is sent is remembered with the request's attributes, which the application's own request,
 * its response and this copy have in common.
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
    // Null where the coroutine goes on after a pause
    if (request != null) {
      Url url = request.getUrl();
      boolean certain = false;
      if (proxy == null) {
        certain = host.equals(url.getHost()) && port == url.getPort();
        certain &= secure || AuthorizationBridge.isDirect(request.getAttributes());
      } else if (secure && !config.getPipelining()) {
        for (Method method : Endpoint.class.getDeclaredMethods()) {
          certain |= method.getName().equals("processExpectContinue"); // 2.3 and later
        }
      }
      if (secure) {
        String verified = config.getHttps().getServerName();
        certain &=
            verified == null
                ? !IpParserKt.hostIsIp(url.getHost())
                : verified.equalsIgnoreCase(url.getHost());
      }
      // A body's own headers are written beside the request's; a credential there stays alone
      Headers ofBody = request.getBody().getHeaders();
      certain &= !ofBody.contains("Authorization");
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        certain &= !ofBody.contains(keyHeader);
      }
      if (certain) {
        String authorization =
            AuthorizationBridge.authorize(
                request.getAttributes(),
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
                  request.getAttributes());
        }
      }
    }
  }
}
