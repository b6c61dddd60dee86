package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.ktor.client.engine.cio.CIOEngineConfig;
import io.ktor.client.plugins.HttpSend;
import io.ktor.client.request.HttpRequestData;
import io.ktor.http.Headers;
import io.ktor.http.Url;
import io.ktor.util.AttributeKey;
import java.io.IOException;
import java.net.Proxy;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Applies the failure policy to a request before it is given to a connection, which other requests
 * may share, and notes which requests may not have a token.
 *
 * <p>The endpoint may know another host than the URL, for example if the URL's host has a slash in
 * it. A pipeline behind a proxy may lead to the host of another request.
 */
final class EndpointExecuteAdvice {

  private EndpointExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void prepare(
      @Advice.FieldValue("host") String host,
      @Advice.FieldValue("port") int port,
      @Advice.FieldValue("proxy") @Nullable Proxy proxy,
      @Advice.FieldValue("secure") boolean secure,
      @Advice.FieldValue("config") CIOEngineConfig config,
      @Advice.Argument(0) @Nullable HttpRequestData request)
      throws IOException {
    if (request == null) {
      return; // The coroutine continues after a suspension
    }
    Url url = request.getUrl();
    TargetedRequest target =
        AuthorizationBridge.find(
            secure ? "https" : "http", url.getHost(), url.getPort(), url.getEncodedPath());
    if (target == null) {
      // An interceptor may have sent the same builder to a target before
      Object builder =
          request.getAttributes().getOrNull((AttributeKey<?>) HttpSend.Plugin.getKey());
      if (builder != null) {
        AuthorizationBridge.forget(builder);
      }
      return;
    }
    boolean certain = proxy != null || (host.equals(url.getHost()) && port == url.getPort());
    if (!certain) {
      target.unproven("its connection is for another host or port than its URL's");
    } else if (proxy != null && config.getPipelining()) {
      certain = false;
      target.unproven("a pipeline behind a proxy may lead to the host of another request");
    }
    // A body's own headers are written too, next to the request's; so a body with a credential gets
    // no token
    Headers ofBody = request.getBody().getHeaders();
    certain &= !ofBody.contains("Authorization");
    for (String keyHeader : AuthorizationBridge.keyHeaders()) {
      certain &= !ofBody.contains(keyHeader);
    }
    if (certain) {
      target.prepare(request.getHeaders().get("Authorization"), false);
    } else {
      KnownPeers.note(request, Peer.NOBODY);
    }
  }
}
